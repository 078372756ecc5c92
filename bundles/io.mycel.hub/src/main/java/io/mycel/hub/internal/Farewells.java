package io.mycel.hub.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells workspaces who has gone: after a moment, of all who have gone by then. Where many go
 * together, those who are told are the few that stay, and not each of the others first.
 */
final class Farewells {
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final Events events;
  private final ScheduledExecutorService timer;
  private final Map<String, ClientEntry> gone = new LinkedHashMap<>();
  private boolean planned;

  Farewells(Events events, ScheduledExecutorService timer) {
    this.events = events;
    this.timer = timer;
  }

  /** A client has gone for good. */
  synchronized void add(ClientEntry entry) {
    gone.put(entry.address(), entry);
    if (!planned) {
      planned = true;
      timer.schedule(this::tell, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Somebody comes by the name of one who has gone: the others hear of it in that order. */
  void comes(String address) {
    boolean known;
    synchronized (this) {
      known = gone.containsKey(address);
    }
    if (known) {
      tell();
    }
  }

  /** Tells now. */
  void tell() {
    List<ClientEntry> all;
    synchronized (this) {
      planned = false;
      all = new ArrayList<>(gone.values());
      gone.clear();
    }
    Map<String, List<ClientEntry>> byWorkspace = new LinkedHashMap<>();
    for (ClientEntry each : all) {
      byWorkspace.computeIfAbsent(each.client().workspace(), name -> new ArrayList<>()).add(each);
    }
    byWorkspace.forEach(events::clientsDisconnected);
  }
}
