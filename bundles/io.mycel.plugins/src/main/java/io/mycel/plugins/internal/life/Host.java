package io.mycel.plugins.internal.life;

import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.RunningPlugin;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the units of plugins have done for them. */
final class Host implements UnitHost {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  private final BundleContext context;
  private final Surroundings surroundings;
  private final LifeLimits limits;
  private final InstantSource clock;
  private final Hands hands;
  private final Supplier<Collection<Unit>> units;
  private final Runtimes runtimes = new Runtimes();
  private final Obstacles obstacles;
  private final WaitingCalls waitingCalls;
  private final Set<Unit> dependents = new LinkedHashSet<>();
  private final AtomicLong starts = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private Consumer<Unit> removal = unit -> {};

  Host(
      BundleContext context,
      Surroundings surroundings,
      LifeLimits limits,
      InstantSource clock,
      Hands hands,
      Supplier<Collection<Unit>> units) {
    this.context = context;
    this.surroundings = surroundings;
    this.limits = limits;
    this.clock = clock;
    this.hands = hands;
    this.units = units;
    this.waitingCalls = new WaitingCalls(limits.absence());
    this.obstacles = new Obstacles(units, runtimes);
  }

  Unit unit(Grant grant, Consumer<Unit> whenGone) {
    removal = whenGone;
    return new Unit(grant, this, new LogBuffer(grant.id(), limits.log(), clock));
  }

  LifeCounts counts() {
    return new LifeCounts(starts.get(), failures.get(), waitingCalls.count());
  }

  List<String> dependents(PluginId id) {
    return obstacles.dependents(id);
  }

  @Override
  public Runtimes runtimes() {
    return runtimes;
  }

  @Override
  public Optional<Obstacle> obstacle(Unit unit, Candidate candidate) {
    Optional<Obstacle> obstacle = obstacles.before(unit, candidate);
    if (obstacle.isPresent() && !candidate.descriptor().dependencies().isEmpty()) {
      dependents.add(unit);
    }
    return obstacle;
  }

  @Override
  public Start context(Candidate candidate, Grant grant, PluginLog log, Start.Listener listener) {
    return new Start(candidate, grant, surroundings, log, listener);
  }

  @Override
  public void start(Unit unit, Instance instance, boolean anew) {
    Grant grant = unit.grant();
    instance
        .result()
        .whenComplete(
            (running, failure) -> {
              if (failure != null) {
                LOG.debug("{}: its start failed", unit.id(), failure);
                hands.post(() -> unit.startFailed(instance, Causes.text(failure)));
              } else if (grant.isInstance() || instance.start().resumed()) {
                hands.post(() -> unit.started(instance, running));
              } else {
                hands.work(
                    () -> {
                      // before anybody sees it run, so that whoever then ends the server finds it,
                      // and not after its end, which may be for good
                      instance.beforeItEnds(
                          () -> surroundings.setUps().add(grant.id(), content(instance)));
                      hands.post(() -> unit.started(instance, running));
                    });
              }
            });
    hands.work(
        () -> {
          if (!anew
              && !grant.isInstance()
              && surroundings.setUps().has(grant.id(), content(instance))) {
            instance.start().resume();
          }
          begin(grant, instance);
        });
  }

  private static String content(Instance instance) {
    return Locations.content(instance.candidate().bundle());
  }

  private void begin(Grant grant, Instance instance) {
    CompletionStage<RunningPlugin> stage;
    try {
      instance.present(Offer.present(context, grant, instance.start()::connected));
      if (instance.start().peer().isEmpty() && surroundings.hasHub()) {
        throw new IllegalStateException(
            "the hub does not take it as its client '%s' of workspace %s: the log of the server tells why"
                .formatted(grant.clientId(), grant.id().workspace()));
      }
      stage = instance.runtime().service().start(instance.start());
    } catch (RuntimeException | LinkageError e) {
      instance.result().completeExceptionally(e);
      return;
    }
    if (stage == null) {
      instance.result().completeExceptionally(nothing(instance));
      return;
    }
    stage.whenComplete(
        (running, failure) -> {
          if (failure != null) {
            instance.result().completeExceptionally(failure);
          } else if (running == null) {
            instance.result().completeExceptionally(nothing(instance));
          } else {
            instance.result().complete(running);
          }
        });
  }

  private static IllegalStateException nothing(Instance instance) {
    return new IllegalStateException(
        "its runtime "
            + instance.runtime().service().getClass().getName()
            + " has started nothing");
  }

  @Override
  public String offer(Unit unit, Instance instance, RunningPlugin running) {
    try {
      Map<String, Object> members = instance.calls().counted(running.members());
      instance.offered(
          Offer.register(
              context,
              unit.grant(),
              instance.candidate().descriptor(),
              members,
              instance.start()::connected),
          members);
      return null;
    } catch (RuntimeException | LinkageError e) {
      return "its service cannot be offered: " + Causes.text(e);
    }
  }

  @Override
  public ServiceRegistration<ServiceOffer> offer(Unit unit, Instance gone, StandIn standIn) {
    return Offer.standIn(context, unit.grant(), gone.candidate().descriptor(), standIn.members());
  }

  @Override
  public WaitingCalls waitingCalls() {
    return waitingCalls;
  }

  @Override
  public void end(Unit unit, Instance instance, boolean stop) {
    Runnable after =
        () -> {
          unit.ended(instance);
          removal.accept(unit);
          instance.done();
        };
    boolean begun =
        hands.work(
            () -> {
              try {
                instance.end(stop, limits.stopTimeoutMillis());
              } finally {
                if (!hands.post(after)) {
                  instance.done();
                }
              }
            });
    if (!begun) {
      instance.done();
    }
  }

  @Override
  public void changed(Unit unit) {
    // each of them says again for what it waits
    Set<Unit> waiting = Set.copyOf(dependents);
    dependents.clear();
    waiting.forEach(each -> hands.post(each::evaluate));
    if (!unit.isActive()) {
      // the name of one that goes may be free for another now
      units.get().stream()
          .filter(each -> each != unit && each.grant().clientId().equals(unit.grant().clientId()))
          .filter(each -> each.view().state() == PluginState.FAILED)
          .forEach(each -> hands.post(each::evaluate));
    }
  }

  @Override
  public void started(Unit unit) {
    starts.incrementAndGet();
  }

  @Override
  public void failed(Unit unit) {
    failures.incrementAndGet();
  }

  @Override
  public void post(Runnable event) {
    hands.post(event);
  }

  @Override
  public void workOrRun(Runnable work) {
    if (!hands.work(work)) {
      work.run();
    }
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  void late(Exception failure) {
    LOG.warn(
        "plugins have not ended within {} ms, and are left behind",
        limits.patienceMillis(),
        failure);
  }
}
