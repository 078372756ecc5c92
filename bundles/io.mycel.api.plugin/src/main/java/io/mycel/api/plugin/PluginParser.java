package io.mycel.api.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads plugin files for those who do not install them: an OSGi service. It needs no more than the
 * text, so it works where no plugin runs.
 */
@ProviderType
public interface PluginParser {

  /**
   * Reads a plugin file in either dialect in use (imjoy-core 0.14; Hypha 0.15 and newer).
   *
   * @param file its name in messages
   * @param tag one of its tags; null for the first
   * @throws IllegalArgumentException whose message says file, line, what is wrong and what to do
   */
  PluginDescriptor parse(String file, String text, String tag);
}
