package io.mycel.api.plugin;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a plugin keeps for itself, for each workspace it lives in: values of JSON by name. It
 * outlives updates and restarts, and goes when the plugin is removed.
 */
@ProviderType
public interface PluginSettings {

  /** A value: text, number, boolean, list or map; empty if there is none. */
  Optional<Object> get(String key);

  /**
   * Keeps a value.
   *
   * @param value null to forget it
   * @return done when it is on the disk; fails if the plugin keeps too much
   */
  CompletionStage<Void> set(String key, Object value);
}
