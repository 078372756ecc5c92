package io.mycel.plugins.internal.life;

import io.mycel.api.hub.ServiceOffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin that was active, is wanted, and is away: its runtime is being replaced, or has stopped.
 * Its service stays, with a {@link StandIn} behind it. Used by the thread of {@link Life}.
 */
final class Absence {
  private static final Logger LOG = LoggerFactory.getLogger(Absence.class);

  private final UnitHost host;
  private StandIn standIn;
  private ServiceRegistration<ServiceOffer> registration;
  private String type;
  private String runtime;
  private long patienceEnds;
  private boolean patient;
  private CompletionStage<Void> ended = CompletableFuture.completedStage(null);

  Absence(UnitHost host) {
    this.host = host;
  }

  /** A version that was active goes, and another one is to come. Nobody calls it from now on. */
  void begin(Unit unit, Instance gone) {
    if (standIn != null) {
      return;
    }
    StandIn made =
        new StandIn(unit.id().name(), gone.members(), host.waitingCalls(), host::workOrRun);
    try {
      registration = host.offer(unit, gone, made);
    } catch (IllegalStateException e) {
      LOG.debug("{}: nothing stands in for it, since the server stops", unit.id(), e);
      return;
    }
    standIn = made;
    type = gone.candidate().descriptor().type();
    runtime = gone.runtime().bundle();
    hold();
  }

  private void hold() {
    standIn.hold();
    patient = true;
    patienceEnds =
        host.nanos() + TimeUnit.MILLISECONDS.toNanos(host.waitingCalls().limits().millis());
  }

  /** It waits for something, such as its runtime. */
  void waits(String cause) {
    if (standIn != null) {
      boolean stopped = host.runtimes().of(type).isEmpty();
      standIn.because(
          stopped
              ? "its runtime, the bundle " + runtime + ", has stopped, and it " + cause
              : "it " + cause);
    }
  }

  /** It is being started, for which its callers have patience anew. */
  void starts() {
    if (standIn != null) {
      standIn.because("it is still being started");
      hold();
    }
  }

  /** Turns away who has waited for too long. */
  void check() {
    if (standIn != null && patient && host.nanos() - patienceEnds > 0) {
      patient = false;
      host.workOrRun(standIn::turnAway);
    }
  }

  /** It is active again, and offers its service. */
  void back(Instance now) {
    if (standIn != null) {
      StandIn replaced = standIn;
      end(() -> replaced.handOver(now.members()));
    }
  }

  /** It does not come back. */
  void over(String cause) {
    if (standIn != null) {
      standIn.because(cause);
      end(standIn::turnAway);
    }
  }

  private void end(Runnable last) {
    ServiceRegistration<ServiceOffer> offered = registration;
    CompletableFuture<Void> done = new CompletableFuture<>();
    standIn = null;
    registration = null;
    ended = done;
    host.workOrRun(
        () -> {
          try {
            last.run();
            Instance.withdraw(offered);
          } finally {
            done.complete(null);
          }
        });
  }

  /** Done when the last one that has ended has left nothing. */
  CompletionStage<Void> ended() {
    return ended;
  }
}
