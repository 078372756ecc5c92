package io.mycel.http.internal;

import io.mycel.api.hub.Hub;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Listener;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What of the platform is there at this moment. The hub and the engine may be replaced while
 * requests run: each request takes one snapshot and works with it to its end. A request that comes
 * while they are being replaced waits for the next.
 */
public final class Platform {
  private final Absence absence;
  private Hub hub;
  private RpcEngine engine;
  private Core core;
  private final List<Listener> listeners = new ArrayList<>();

  /** Nothing is there yet. */
  Platform(HttpConfig config) {
    absence = new Absence(config.replaceTimeoutMillis(), config.maxWaitingRequests());
  }

  /** Answers those who still wait for a core. */
  void stop() {
    absence.close();
  }

  /**
   * The core; if it is being replaced, the next one.
   *
   * @return fails with an {@link io.mycel.api.http.HttpException} of status 503 if there is none
   */
  synchronized CompletionStage<Core> core() {
    return core == null ? absence.next() : CompletableFuture.completedFuture(core);
  }

  /**
   * The core that follows one whose hub has stopped.
   *
   * @return fails like {@link #core}; also if that one is still said to be there
   */
  synchronized CompletionStage<Core> coreAfter(Core stopped) {
    return core == stopped ? absence.next() : core();
  }

  /** The base URL of the first place that listens. Nothing a client sends goes into it. */
  synchronized Optional<URI> baseUrl() {
    return listeners.stream().flatMap(listener -> listener.uri().stream()).findFirst();
  }

  /** Names of what is needed to serve and not there. */
  synchronized List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (hub == null) {
      missing.add("hub");
    }
    if (engine == null) {
      missing.add("rpc engine");
    }
    if (baseUrl().isEmpty()) {
      missing.add("listener");
    }
    return List.copyOf(missing);
  }

  synchronized void bindHub(Hub arrived) {
    hub = arrived;
    renew();
  }

  synchronized void unbindHub(Hub gone) {
    if (hub == gone) {
      hub = null;
      renew();
    }
  }

  synchronized void bindEngine(RpcEngine arrived) {
    engine = arrived;
    renew();
  }

  synchronized void unbindEngine(RpcEngine gone) {
    if (engine == gone) {
      engine = null;
      renew();
    }
  }

  synchronized void bindListener(Listener arrived) {
    listeners.add(arrived);
  }

  synchronized void unbindListener(Listener gone) {
    listeners.remove(gone);
  }

  private void renew() {
    boolean wasThere = core != null;
    core = hub == null || engine == null ? null : new Core(hub, engine, this);
    if (core != null) {
      absence.ends(core);
    } else if (wasThere) {
      absence.begins();
    }
  }
}
