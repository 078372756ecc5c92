package io.mycel.api.hub;

import io.mycel.api.rpc.RpcEngine;
import java.lang.invoke.MethodHandle;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The clients of this JVM, whichever hub is there. An OSGi service of the framework's own, so that
 * each hub finds what the one before has left; over when a hub goes and no other comes soon.
 */
public final class Residents {
  private final ConcurrentMap<String, Resident> all = new ConcurrentHashMap<>();

  /** Guards what follows. */
  private final Object lock = new Object();

  /** Of hubs that have gone; their threads hold them while calls go on. */
  private final List<WeakReference<ExecutorService>> workers = new ArrayList<>();

  /** The hub of the moment; null while there is none. */
  private Object hub;

  /** How often a hub has come or gone. */
  private long turns;

  private MethodHandle onOver;
  private boolean over;

  /**
   * Names what is done when these are over. A handle, since a lambda would hold the classes of the
   * hub that made it for as long as there are hubs.
   */
  public void onOver(MethodHandle action) {
    synchronized (lock) {
      onOver = action;
    }
  }

  /**
   * A hub takes them over: nobody gives up waiting for one.
   *
   * @return false if that has happened already; a hub must not use these then
   */
  public boolean served(Object newHub) {
    synchronized (lock) {
      if (!over) {
        hub = newHub;
        turns++;
        lock.notifyAll();
      }
      return !over;
    }
  }

  /**
   * One more client; the hub that has it lets it in by {@link Resident#open}.
   *
   * @param its the hub that adds it
   * @throws HubException of kind {@code STOPPED} if that is not the hub of the moment
   */
  public Resident add(
      Object its,
      Client client,
      Resident.Role role,
      String managerAddress,
      Executor executor,
      RpcEngine engine) {
    Resident made = new Resident(client, role, managerAddress, executor, engine, this);
    synchronized (lock) {
      if (its != hub) {
        throw new HubException(
            HubException.Kind.STOPPED,
            "the hub is being stopped or replaced; try again in a moment");
      }
      all.put(client.address(), made);
    }
    return made;
  }

  public Optional<Resident> find(String address) {
    return Optional.ofNullable(all.get(address));
  }

  public Collection<Resident> all() {
    return all.values();
  }

  /** It is no client any more. */
  public void remove(Resident resident) {
    all.remove(resident.client().address(), resident);
  }

  /**
   * The hub goes. Calls under way go on, on its threads, as long as they last, if another hub comes
   * soon.
   *
   * @param executor of the hub, which may be told afterwards to take no more work
   * @param patience after which, with no hub, threads are interrupted and all clients closed; at
   *     once if it is zero, since no hub will come
   */
  public void leave(ExecutorService executor, Duration patience) {
    long turn;
    synchronized (lock) {
      hub = null;
      turn = ++turns;
      workers.removeIf(each -> each.get() == null || each.get().isTerminated());
      if (!executor.isTerminated()) {
        workers.add(new WeakReference<>(executor));
      }
    }
    all.values().forEach(Resident::leave);
    if (patience.isZero()) {
      giveUp(turn);
      return;
    }
    Thread waiting = new Thread(() -> awaitHub(turn, patience), "io.mycel.hub-residents");
    waiting.setDaemon(true);
    // it must not hold the loader of the hub that goes
    waiting.setContextClassLoader(null);
    waiting.start();
  }

  private void awaitHub(long turn, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (lock) {
      long left = patience.toMillis();
      while (turns == turn && left > 0) {
        try {
          lock.wait(left);
        } catch (InterruptedException e) {
          return; // only somebody who ends all threads of this JVM does this
        }
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    }
    giveUp(turn);
  }

  private void giveUp(long turn) {
    List<WeakReference<ExecutorService>> idle;
    MethodHandle action;
    synchronized (lock) {
      if (turns != turn) {
        return;
      }
      over = true;
      idle = List.copyOf(workers);
      workers.clear();
      action = onOver;
    }
    for (WeakReference<ExecutorService> each : idle) {
      ExecutorService executor = each.get();
      if (executor != null) {
        executor.shutdownNow();
      }
    }
    all.values().forEach(each -> each.peer().close("the hub has stopped"));
    if (action != null) {
      try {
        action.invoke();
      } catch (Throwable e) {
        throw new IllegalStateException("what is done at the end of residents failed", e);
      }
    }
  }
}
