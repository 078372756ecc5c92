package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.RunningPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.Bundle;

/**
 * One plugin: the bundles that it may be run from, the version that runs, and the one that is being
 * started to take its place. What it should be is compared with what it is whenever something has
 * changed ({@link #evaluate}). Used by the thread of {@link Life}, but for its view and its log.
 */
final class Unit {
  private final PluginId id;
  private final UnitHost host;
  private final LogBuffer log;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<Instance> ending = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final Absence absence;
  private Grant grant;
  private Bundle preferred;
  private Instance current;
  private Instance next;
  private Candidate failed;
  private String failure = "";
  private String note = "";
  private String blocked;

  /** Its last start has failed: the next one sets it up, whatever was before. */
  private boolean anew;

  private volatile View view;

  /**
   * Somebody who waits for what becomes of it.
   *
   * @param patient true if it is not enough that it waits for something
   */
  private record Waiter(CompletableFuture<View> future, boolean patient) {}

  Unit(Grant grant, UnitHost host, LogBuffer log) {
    this.id = grant.id();
    this.grant = grant;
    this.host = host;
    this.log = log;
    this.absence = new Absence(host);
    publish(PluginState.INSTALLED, "");
  }

  PluginId id() {
    return id;
  }

  Grant grant() {
    return grant;
  }

  View view() {
    return view;
  }

  LogBuffer log() {
    return log;
  }

  boolean isActive() {
    return current != null;
  }

  /** The URIs of the plugins that it needs. */
  List<String> dependencies() {
    Candidate candidate = wanted();
    return candidate == null ? List.of() : candidate.descriptor().dependencies();
  }

  /** Nothing is left of it, and nobody wants it. */
  boolean isGone() {
    return candidates.isEmpty() && !grant.managed() && !runsAnything();
  }

  private boolean runsAnything() {
    return current != null || next != null || !ending.isEmpty();
  }

  void grant(Grant now) {
    grant = now;
  }

  /** It must not run; null for it may. */
  void block(String cause) {
    blocked = cause;
    forgetFailure();
  }

  /** What people should know of it though it is active. */
  void note(String text) {
    note = text;
  }

  /** Which bundle it is to run from; null for the newest. */
  void prefer(Bundle bundle) {
    preferred = bundle;
    forgetFailure();
  }

  /** A failure is no reason any more not to start it. */
  void forgetFailure() {
    failed = null;
    failure = "";
  }

  void add(Candidate candidate) {
    candidates.removeIf(known -> known.bundle().equals(candidate.bundle()));
    candidates.add(candidate);
    host.changed(this);
  }

  /** A bundle goes. Done when nothing of it runs. */
  CompletionStage<Void> remove(Bundle bundle) {
    candidates.removeIf(known -> known.bundle().equals(bundle));
    if (failed != null && failed.bundle().equals(bundle)) {
      forgetFailure();
    }
    evaluate();
    return idle(bundle);
  }

  private CompletionStage<Void> idle(Bundle bundle) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Instance instance : instances()) {
      if (instance.candidate().bundle().equals(bundle)) {
        all.add(instance.ended().toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  /** All that runs of it. */
  List<Instance> instances() {
    List<Instance> all = new ArrayList<>(ending);
    if (current != null) {
      all.add(current);
    }
    if (next != null) {
      all.add(next);
    }
    return all;
  }

  /** What becomes of it: active, failed, or in want of something. */
  CompletionStage<View> settled(boolean patient) {
    CompletableFuture<View> future = new CompletableFuture<>();
    waiters.add(new Waiter(future, patient));
    return future;
  }

  private Candidate wanted() {
    if (!grant.enabled() || blocked != null) {
      return null;
    }
    Candidate best = null;
    for (Candidate candidate : candidates) {
      if (candidate.bundle().equals(preferred)) {
        return candidate;
      }
      if (best == null || candidate.isNewerThan(best)) {
        best = candidate;
      }
    }
    return best;
  }

  private boolean isUsable(Instance instance) {
    return candidates.contains(instance.candidate()) && host.runtimes().has(instance.runtime());
  }

  /** Does what is to be done to become what it should be. */
  void evaluate() {
    Candidate wanted = wanted();
    if (next != null && (next.candidate() != wanted || !isUsable(next))) {
      Instance unwanted = next;
      next = null;
      unwanted.start().cancel();
      end(unwanted, true);
    }
    if (wanted == null) {
      endCurrent();
      settle(
          blocked == null ? PluginState.INSTALLED : PluginState.FAILED,
          blocked == null ? "" : blocked);
    } else if (current != null && current.candidate() == wanted && isUsable(current)) {
      settle(PluginState.ACTIVE, note);
    } else if (next != null) {
      publish(next);
    } else if (failed == wanted) {
      endUnlessUsable();
      settle(current == null ? PluginState.FAILED : PluginState.ACTIVE, failure);
    } else {
      begin(wanted);
    }
  }

  private void begin(Candidate wanted) {
    Optional<Obstacle> obstacle = host.obstacle(this, wanted);
    if (obstacle.isPresent()) {
      if (current != null && !isUsable(current)) {
        absence.begin(this, current); // before it goes: there is always somebody to call
      }
      endUnlessUsable();
      String cause = obstacle.get().cause();
      settle(
          current == null ? obstacle.get().state() : PluginState.ACTIVE,
          current == null ? cause : notReplaced(wanted, cause));
      return;
    }
    Instance instance =
        new Instance(wanted, host.runtimes().of(wanted.descriptor().type()).orElseThrow());
    next = instance;
    Start start = host.context(wanted, grant, log, listener(instance));
    instance.begin(start, host.nanos());
    absence.starts();
    publish(next);
    host.start(this, instance, anew);
  }

  private void endUnlessUsable() {
    if (current != null && !isUsable(current)) {
      endCurrent();
    }
  }

  private void endCurrent() {
    if (current != null) {
      Instance old = current;
      current = null;
      end(old, true);
      host.changed(this);
    }
  }

  private void end(Instance instance, boolean stop) {
    instance.leave();
    ending.add(instance);
    host.end(this, instance, stop);
  }

  private Start.Listener listener(Instance instance) {
    return new Start.Listener() {
      @Override
      public void waiting(String cause) {
        host.post(() -> waits(instance, cause));
      }

      @Override
      public CompletionStage<Void> leaving(String cause) {
        host.post(() -> leaves(instance, cause));
        return instance.ended();
      }

      @Override
      public void failed(String cause) {
        host.post(() -> fails(instance, cause));
      }
    };
  }

  private void waits(Instance instance, String cause) {
    if (instance == next) {
      instance.waitsFor(cause, host.nanos());
      if (!cause.isEmpty()) {
        log.write(PluginLog.Level.INFO, "waits: " + cause);
      }
      publish(next);
    }
  }

  private void leaves(Instance instance, String cause) {
    if (instance == current) {
      log.write(PluginLog.Level.INFO, "goes: " + cause);
      current = null;
      end(instance, false);
      host.changed(this);
      evaluate();
    } else if (instance == next) {
      next = null;
      end(instance, false);
      evaluate();
    } else if (!instance.isLeaving()) {
      end(instance, false);
    }
  }

  private void fails(Instance instance, String cause) {
    if (instance == current) {
      current = null;
      log.write(PluginLog.Level.ERROR, "has failed: " + cause);
      failed = instance.candidate();
      failure = cause;
      host.failed(this);
      end(instance, false);
      host.changed(this);
      evaluate();
    } else if (instance == next) {
      startFailed(instance, cause);
    }
  }

  /** A start has ended well. */
  void started(Instance instance, RunningPlugin running) {
    if (instance != next) {
      return; // nobody wants it any more: who ends it stops it, too
    }
    String problem = host.offer(this, instance, running);
    if (problem != null) {
      startFailed(instance, problem);
      return;
    }
    next = null;
    anew = false;
    note = "";
    Instance old = current;
    current = instance;
    forgetFailure();
    publish(PluginState.ACTIVE, note); // before whoever has waited for it is answered
    absence.back(instance);
    log.write(
        PluginLog.Level.INFO,
        instance.candidate().title() + (old == null ? " is active" : " has taken over"));
    if (old != null) {
      end(old, true);
    }
    host.started(this);
    evaluate();
    host.changed(this);
  }

  /** A start has failed. */
  void startFailed(Instance instance, String cause) {
    if (instance != next) {
      return;
    }
    next = null;
    anew = true;
    failed = instance.candidate();
    failure = current != null && isUsable(current) ? notReplaced(failed, cause) : cause;
    log.write(PluginLog.Level.ERROR, failed.title() + " does not start: " + cause);
    host.failed(this);
    end(instance, true);
    evaluate();
  }

  private String notReplaced(Candidate wanted, String cause) {
    return wanted.title()
        + " does not take over from "
        + current.candidate().title()
        + ", which goes on: "
        + cause;
  }

  /** A start that has gone on for too long is given up. */
  void checkStart(long timeoutNanos) {
    if (next != null
        && next.waitsFor().isEmpty()
        && next.nanosSinceStart(host.nanos()) > timeoutNanos) {
      next.start().cancel();
      startFailed(
          next,
          "its setup has not ended within "
              + timeoutNanos / 1_000_000_000L
              + " s; see its log, or raise startTimeoutSeconds of io.mycel.plugins");
    }
  }

  /** Who has waited for it for too long is told so. */
  void checkAbsence() {
    absence.check();
  }

  /** Done when nothing stands in for it any more, after it was ended. */
  CompletionStage<Void> absenceEnded() {
    return absence.ended();
  }

  boolean isStarting() {
    return next != null;
  }

  /** Nothing is left of an instance. */
  void ended(Instance instance) {
    ending.remove(instance);
  }

  private void publish(Instance starting) {
    boolean waits = !starting.waitsFor().isEmpty();
    if (current != null) {
      publish(PluginState.ACTIVE, "");
    } else if (waits) {
      publish(PluginState.WAITING, starting.waitsFor());
      answer(false);
    } else {
      publish(PluginState.STARTING, "");
    }
  }

  private void settle(PluginState state, String cause) {
    if (state == PluginState.WAITING) {
      absence.waits(cause);
    } else if (state != PluginState.ACTIVE) {
      absence.over(cause.isEmpty() ? "it was stopped" : cause);
    }
    publish(state, cause);
    answer(true);
  }

  private void answer(boolean all) {
    for (Waiter waiter : List.copyOf(waiters)) {
      if (all || !waiter.patient()) {
        waiters.remove(waiter);
        waiter.future().complete(view);
      }
    }
  }

  private void publish(PluginState state, String cause) {
    CallCounter calls = current == null ? null : current.calls();
    Candidate shown = current != null ? current.candidate() : wanted();
    if (shown == null && !candidates.isEmpty()) {
      shown = candidates.get(candidates.size() - 1);
    }
    if (shown == null) {
      View before = view;
      view =
          before == null
              ? new View(grant, calls, "", "", null, "", "", List.of(), -1, state, cause)
              : new View(
                  grant,
                  calls,
                  before.version(),
                  before.owner(),
                  before.tag(),
                  before.type(),
                  before.sha256(),
                  before.dependencies(),
                  before.bundle(),
                  state,
                  cause);
      return;
    }
    view =
        new View(
            grant,
            calls,
            shown.descriptor().version(),
            shown.owner(),
            shown.descriptor().tag(),
            shown.descriptor().type(),
            shown.sha256(),
            shown.descriptor().dependencies(),
            shown.bundle().getBundleId(),
            state,
            cause);
  }
}
