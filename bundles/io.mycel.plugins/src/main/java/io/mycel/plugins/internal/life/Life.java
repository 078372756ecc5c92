package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * All plugins and what becomes of them. Whatever happens is an event for one thread, which never
 * blocks; what may block is done by others, which tell it when they are done.
 */
public final class Life {
  /** The plugins of the profile, by the ids of their bundles. One bundle may be several. */
  private final Map<Long, Map<PluginId, Grant>> grants = new HashMap<>();

  /** The bundles that are active, by their ids. */
  private final Map<Long, Candidate> present = new HashMap<>();

  private final ConcurrentMap<PluginId, Unit> units = new ConcurrentHashMap<>();
  private final Hands hands;
  private final LifeLimits limits;
  private final Host host;

  /**
   * No plugins yet.
   *
   * @param context of our bundle
   */
  public Life(
      BundleContext context, Surroundings surroundings, LifeLimits limits, InstantSource clock) {
    this.limits = limits;
    this.hands = new Hands(limits.workers());
    this.host = new Host(context, surroundings, limits, clock, hands, units::values);
    hands.every(1000, this::checkStarts);
  }

  private void checkStarts() {
    long timeout = TimeUnit.SECONDS.toNanos(limits.startTimeoutSeconds());
    for (Unit unit : units.values()) {
      if (unit.isStarting()) {
        unit.checkStart(timeout);
      }
      unit.checkAbsence();
    }
  }

  /** All plugins, by workspace and name. */
  public List<View> views() {
    List<View> views = new ArrayList<>();
    units.values().forEach(unit -> views.add(unit.view()));
    views.sort(
        Comparator.comparing((View view) -> view.grant().id().workspace())
            .thenComparing(view -> view.grant().id().name()));
    return views;
  }

  /** One of them. */
  public Optional<View> view(PluginId id) {
    return Optional.ofNullable(units.get(id)).map(Unit::view);
  }

  /** The plugins of a workspace that are a client of the hub, or would be. */
  public List<PluginId> clients(String workspace, String clientId) {
    return units.values().stream()
        .map(unit -> unit.view().grant())
        .filter(grant -> grant.clientId().equals(clientId))
        .map(Grant::id)
        .filter(id -> id.workspace().equals(workspace))
        .toList();
  }

  /** The log of a plugin that is there. */
  public Optional<PluginLog> log(PluginId id) {
    return Optional.ofNullable(units.get(id)).map(Unit::log);
  }

  /** How often plugins were started, and have failed. */
  public LifeCounts counts() {
    return host.counts();
  }

  /** Runtimes come and go by this. */
  RuntimeWatch runtimeWatch(BundleContext context) {
    return new RuntimeWatch(context, this);
  }

  /**
   * A plugin of the profile is there, or is to live in another way.
   *
   * @param bundle that it is to run from, as soon as it is active
   */
  public CompletionStage<Void> admit(Bundle bundle, Grant grant) {
    return hands.call(
        () -> {
          admitted(bundle, grant).evaluate();
          return null;
        });
  }

  /** Plugins of the profile are there, each with the bundle that it is to run from. */
  public CompletionStage<Void> admit(List<Admission> all) {
    return hands.call(
        () -> {
          for (Admission each : all) {
            Unit unit = admitted(each.bundle(), each.grant());
            unit.prefer(each.bundle());
            unit.block(each.blocked());
            unit.evaluate();
          }
          return null;
        });
  }

  private Unit admitted(Bundle bundle, Grant grant) {
    grants.computeIfAbsent(bundle.getBundleId(), key -> new HashMap<>()).put(grant.id(), grant);
    Unit unit = unit(grant);
    unit.grant(grant);
    Candidate candidate = present.get(bundle.getBundleId());
    if (candidate != null) {
      unit.add(candidate);
    }
    return unit;
  }

  /** A plugin of the profile whose bundle is not there. */
  public CompletionStage<Void> expect(Grant grant) {
    return hands.call(
        () -> {
          unit(grant).grant(grant);
          return null;
        });
  }

  /** The names of the plugins that need one. */
  public List<String> dependents(PluginId id) {
    return host.dependents(id);
  }

  /** A plugin may be run from a bundle no more. Done when nothing runs of it. */
  public CompletionStage<Void> dismiss(PluginId id, Bundle bundle) {
    return hands
        .call(
            () -> {
              Map<PluginId, Grant> ofBundle = grants.get(bundle.getBundleId());
              if (ofBundle != null && ofBundle.remove(id) != null && ofBundle.isEmpty()) {
                grants.remove(bundle.getBundleId());
              }
              Unit unit = units.get(id);
              CompletionStage<Void> gone =
                  unit == null ? CompletableFuture.completedStage(null) : unit.remove(bundle);
              if (unit != null) {
                removeIfGone(unit);
              }
              return gone;
            })
        .thenCompose(gone -> gone);
  }

  /** From which bundle a plugin is to run; null for the newest that there is. */
  public CompletionStage<Void> prefer(PluginId id, Bundle bundle) {
    return withUnit(
        id,
        unit -> {
          unit.prefer(bundle);
          unit.evaluate();
        });
  }

  /** Whether a plugin is to run. Asked for again, one that has failed is started again. */
  public CompletionStage<Void> enable(PluginId id, boolean wanted) {
    return withUnit(
        id,
        unit -> {
          unit.grant(unit.grant().enabled(wanted));
          unit.forgetFailure();
          unit.evaluate();
        });
  }

  /**
   * A plugin must not run, or may again.
   *
   * @param cause why not; null to let it
   */
  public CompletionStage<Void> block(PluginId id, String cause) {
    return withUnit(
        id,
        unit -> {
          unit.block(cause);
          unit.evaluate();
        });
  }

  /** Tells what went wrong with a plugin that goes on nevertheless, until it is started again. */
  public CompletionStage<Void> note(PluginId id, String text) {
    return withUnit(
        id,
        unit -> {
          unit.note(text);
          unit.evaluate();
        });
  }

  /** A plugin is no longer in the profile: without bundles nothing is left of it. */
  public CompletionStage<Void> forget(PluginId id) {
    return withUnit(
        id,
        unit -> {
          unit.grant(unit.grant().unmanaged());
          removeIfGone(unit);
        });
  }

  /**
   * What becomes of a plugin.
   *
   * @param patient true to go on while it waits for something that is on its way
   */
  public CompletionStage<View> settled(PluginId id, boolean patient) {
    return hands
        .call(
            () -> {
              Unit unit = units.get(id);
              if (unit == null) {
                throw new IllegalArgumentException("there is no plugin " + id);
              }
              CompletionStage<View> view = unit.settled(patient);
              unit.evaluate();
              return view;
            })
        .thenCompose(view -> view);
  }

  private CompletionStage<Void> withUnit(PluginId id, Consumer<Unit> action) {
    return hands.call(
        () -> {
          Unit unit = units.get(id);
          if (unit != null) {
            action.accept(unit);
          }
          return null;
        });
  }

  private Unit unit(Grant grant) {
    return units.computeIfAbsent(grant.id(), id -> host.unit(grant, this::removeIfGone));
  }

  private void removeIfGone(Unit unit) {
    if (unit.isGone()) {
      units.remove(unit.id(), unit);
      host.changed(unit);
    }
  }

  /**
   * A bundle that is a plugin is active.
   *
   * @param foreign how it is to live if it is not of the profile; null for not at all
   */
  void here(Candidate candidate, Grant foreign) {
    hands.post(
        () -> {
          present.put(candidate.bundle().getBundleId(), candidate);
          Map<PluginId, Grant> ofBundle = grants.get(candidate.bundle().getBundleId());
          if (ofBundle != null) {
            ofBundle.values().forEach(grant -> here(candidate, unit(grant)));
          } else if (foreign != null) {
            here(candidate, unit(foreign));
          }
        });
  }

  private static void here(Candidate candidate, Unit unit) {
    unit.add(candidate);
    unit.evaluate();
  }

  /** A bundle is active no more. Done when nothing of it runs. */
  CompletionStage<Void> gone(Bundle bundle) {
    return hands
        .call(
            () -> {
              present.remove(bundle.getBundleId());
              List<CompletableFuture<Void>> all = new ArrayList<>();
              for (Unit unit : List.copyOf(units.values())) {
                all.add(unit.remove(bundle).toCompletableFuture());
                removeIfGone(unit);
              }
              return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
            })
        .thenCompose(all -> all);
  }

  void runtimeHere(Runtimes.Runtime runtime) {
    hands.post(
        () -> {
          host.runtimes().add(runtime);
          evaluateAll();
        });
  }

  /** A runtime goes. Done when it runs nothing any more. */
  CompletionStage<Void> runtimeGone(Runtimes.Runtime runtime) {
    return hands
        .call(
            () -> {
              host.runtimes().remove(runtime);
              List<CompletableFuture<Void>> all = new ArrayList<>();
              for (Unit unit : List.copyOf(units.values())) {
                for (Instance instance : unit.instances()) {
                  if (instance.runtime().equals(runtime)) {
                    all.add(instance.ended().toCompletableFuture());
                  }
                }
              }
              evaluateAll();
              return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
            })
        .thenCompose(all -> all);
  }

  private void evaluateAll() {
    List.copyOf(units.values()).forEach(Unit::evaluate);
  }

  /** Waits for something that is on its way, for as long as a stop may take. */
  void await(CompletionStage<Void> stage) {
    if (hands.isOurs(Thread.currentThread())) {
      return; // it would wait for itself
    }
    try {
      stage.toCompletableFuture().get(limits.patienceMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      host.late(e);
    }
  }

  /** Ends all plugins, all at the same time, and waits for that within bounds. */
  public void close() {
    CompletionStage<Void> all =
        hands
            .call(
                () -> {
                  List<CompletableFuture<Void>> ended = new ArrayList<>();
                  for (Unit unit : List.copyOf(units.values())) {
                    unit.grant(unit.grant().enabled(false));
                    unit.evaluate();
                    unit.instances().forEach(each -> ended.add(each.ended().toCompletableFuture()));
                    ended.add(unit.absenceEnded().toCompletableFuture());
                  }
                  return CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new));
                })
            .thenCompose(ended -> ended);
    await(all);
    hands.close();
  }

  /** The plugins in a state. */
  public long count(PluginState state) {
    return units.values().stream().filter(unit -> unit.view().state() == state).count();
  }
}
