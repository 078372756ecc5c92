package io.mycel.client.internal;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends HTTP clients, which Java 17 leaves to the garbage collector. */
final class HttpClients {
  private static final Logger LOG = LoggerFactory.getLogger(HttpClients.class);

  private HttpClients() {}

  /**
   * Ends the selector thread of a client that is used no more: at once from Java 21 on, by its
   * {@code shutdownNow}; before, it ends by itself soon after the client is collected.
   */
  static void end(HttpClient http) {
    try {
      HttpClient.class.getMethod("shutdownNow").invoke(http);
    } catch (NoSuchMethodException e) {
      LOG.debug("this Java ends HTTP clients when they are collected");
    } catch (IllegalAccessException | InvocationTargetException e) {
      LOG.warn("an HTTP client does not end", e);
    }
  }
}
