package io.mycel.plugins.internal.life;

import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.plugin.RunningPlugin;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of a plugin that is being started, runs or ends. Its fields are used by the thread of
 * {@link Life}, but for what {@link #end} needs.
 */
final class Instance {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  private final Candidate candidate;
  private final Runtimes.Runtime runtime;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CallCounter calls = new CallCounter(InstantSource.system());
  private Start start;
  private String waitsFor = "";
  private long startedNanos;
  private boolean leaving;
  private final CompletableFuture<RunningPlugin> result = new CompletableFuture<>();
  private final Object ending = new Object();
  private boolean ends;
  private Map<String, Object> members = Map.of();
  private volatile ServiceRegistration<ServiceOffer> offer;
  private volatile ServiceRegistration<ServiceOffer> presence;

  Instance(Candidate candidate, Runtimes.Runtime runtime) {
    this.candidate = candidate;
    this.runtime = runtime;
  }

  Candidate candidate() {
    return candidate;
  }

  Runtimes.Runtime runtime() {
    return runtime;
  }

  /** The calls that it has. */
  CallCounter calls() {
    return calls;
  }

  Start start() {
    return start;
  }

  /** It is given to its runtime. */
  void begin(Start context, long nowNanos) {
    start = context;
    startedNanos = nowNanos;
  }

  /** For what it waits; empty if it does not. */
  String waitsFor() {
    return waitsFor;
  }

  void waitsFor(String cause, long nowNanos) {
    waitsFor = cause;
    startedNanos = nowNanos;
  }

  /** How long it has been at it. */
  long nanosSinceStart(long nowNanos) {
    return nowNanos - startedNanos;
  }

  /** What its runtime has made of it. */
  CompletableFuture<RunningPlugin> result() {
    return result;
  }

  /** Its members are offered. */
  void offered(ServiceRegistration<ServiceOffer> registration, Map<String, Object> offered) {
    offer = registration;
    members = offered;
  }

  /** What it offers; nothing before it does. */
  Map<String, Object> members() {
    return members;
  }

  /** It is a client of the hub by this. */
  void present(ServiceRegistration<ServiceOffer> registration) {
    presence = registration;
  }

  /** Whether somebody has begun to end it. */
  boolean isLeaving() {
    return leaving;
  }

  void leave() {
    leaving = true;
  }

  /** Done when nothing is left of it. */
  CompletionStage<Void> ended() {
    return ended;
  }

  /** Does something now, and {@link #end} waits for it; not at all if that came before. */
  void beforeItEnds(Runnable action) {
    synchronized (ending) {
      if (!ends) {
        action.run();
      }
    }
  }

  /**
   * Ends it: no more calls, those in flight end, it is stopped. Blocks, within bounds.
   *
   * @param stop false for a plugin that goes by itself
   */
  void end(boolean stop, long stopTimeoutMillis) {
    synchronized (ending) {
      ends = true;
    }
    ServiceRegistration<ServiceOffer> registration = offer;
    offer = null;
    if (registration != null) {
      withdraw(registration);
    }
    if (stop) {
      stop(stopTimeoutMillis);
    }
    ServiceRegistration<ServiceOffer> present = presence;
    presence = null;
    if (present != null) {
      withdraw(present);
    }
  }

  /** Nothing is left of it, and everybody who should know does. */
  void done() {
    ended.complete(null);
  }

  /** Takes an offer back. Blocks, within bounds. */
  static void withdraw(ServiceRegistration<ServiceOffer> registration) {
    try {
      registration.unregister(); // waits for the calls in flight
    } catch (IllegalStateException e) {
      LOG.debug("the bundle of plugins has stopped, and with it what it offers", e);
    }
  }

  /** Also of a plugin that is still being started. */
  private void stop(long stopTimeoutMillis) {
    String who = start.id() + " " + candidate.descriptor().version();
    CompletableFuture<Void> stopped = result.handle(Instance::stop).thenCompose(each -> each);
    try {
      stopped.get(stopTimeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("{}: its runtime has not ended it within {} ms", who, stopTimeoutMillis, e);
    } catch (ExecutionException e) {
      LOG.warn("{}: its end failed: {}", who, Causes.text(e), e);
    }
  }

  /** What did not start has nothing to stop. */
  private static CompletionStage<Void> stop(RunningPlugin plugin, Throwable failure) {
    return plugin == null ? CompletableFuture.completedFuture(null) : plugin.stop();
  }
}
