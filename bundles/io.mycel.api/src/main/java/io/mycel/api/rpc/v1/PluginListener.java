package io.mycel.api.rpc.v1;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** What the owner of a {@link PluginPeer} is asked and told, on the peer's executor. */
@ConsumerType
public interface PluginListener {
  /** Listens to nothing and runs no scripts. */
  PluginListener NONE = new PluginListener() {};

  /**
   * Runs one script of the plugin's file; only asked at a plugin that allows execution, one script
   * at a time.
   *
   * @param code {@code type} ({@code script}, {@code requirements}, {@code style}, {@code link},
   *     {@code html}), {@code content}, {@code src} or {@code requirements}, and {@code attrs}
   * @return done when the script has run; its failure goes to the core
   */
  default CompletionStage<?> execute(Map<String, Object> code) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("this plugin runs no scripts"));
  }

  /**
   * Whether a message of the core may be acted on; only asked at a plugin whose {@code config.auth}
   * has {@code type} {@code jwt}, on the thread that delivers and so without blocking.
   *
   * @param accessToken what the message carries; null if nothing
   */
  default boolean trusts(String accessToken) {
    return false;
  }

  /**
   * The other side logs.
   *
   * @param level {@code log} or {@code error}
   */
  default void logged(String level, Object message) {}

  /** The conversation is over. */
  default void closed(String reason) {}
}
