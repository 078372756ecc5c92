package io.mycel.plugins.internal.life;

import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.RunningPlugin;
import java.util.Optional;
import org.osgi.framework.ServiceRegistration;

/** What a plugin's unit has others do. Called by the thread of {@link Life}; none of it blocks. */
interface UnitHost {

  /** The runtimes that are there. */
  Runtimes runtimes();

  /** Why a plugin cannot be started now; empty if it can. */
  Optional<Obstacle> obstacle(Unit unit, Candidate candidate);

  /** What a plugin sees of the world. */
  Start context(Candidate candidate, Grant grant, PluginLog log, Start.Listener listener);

  /**
   * Has its runtime start a plugin, and tells the unit what became of it.
   *
   * @param anew true to set it up, even if it was before
   */
  void start(Unit unit, Instance instance, boolean anew);

  /**
   * Offers the service of a plugin at the hub.
   *
   * @return why that is not possible; null if it is done
   */
  String offer(Unit unit, Instance instance, RunningPlugin running);

  /**
   * Offers the service of a plugin that is away, which was that of an instance.
   *
   * @throws IllegalStateException if it is too late
   */
  ServiceRegistration<ServiceOffer> offer(Unit unit, Instance gone, StandIn standIn);

  /** The calls that wait for plugins that are away. */
  WaitingCalls waitingCalls();

  /** Ends a plugin, and tells the unit when it has ended. */
  void end(Unit unit, Instance instance, boolean stop);

  /** A plugin became active, or is so no more: others may wait for it. */
  void changed(Unit unit);

  /** One more start. */
  void started(Unit unit);

  /** One more failure. */
  void failed(Unit unit);

  /** Does something on the thread of {@link Life}. */
  void post(Runnable event);

  /**
   * Has something done that may block. When nobody does such things any more, it does it itself.
   */
  void workOrRun(Runnable work);

  /** Of a clock that only goes forward. */
  long nanos();
}
