package io.mycel.hub.internal;

import io.mycel.api.transport.Listener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where clients reach this server: as configured, or where the transport listens. */
final class BaseUrls {
  private final String configured;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  BaseUrls(String configured) {
    this.configured =
        configured.endsWith("/") ? configured.substring(0, configured.length() - 1) : configured;
  }

  void add(Listener listener) {
    listeners.add(listener);
  }

  void remove(Listener listener) {
    listeners.remove(listener);
  }

  /** For clients on this machine; empty while nothing listens. */
  String local() {
    for (Listener listener : listeners) {
      if (listener.uri().isPresent()) {
        return listener.uri().get().toString();
      }
    }
    return configured;
  }

  /** For clients anywhere. */
  String forEverybody() {
    return configured.isEmpty() ? local() : configured;
  }
}
