package io.mycel.api.hub;

import io.mycel.api.rpc.Link;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A client of this JVM. It stays while hubs come and go, as a socket does: its peer goes on with
 * all that it has begun, and what it sends while there is no hub waits for the next one. Hubs use
 * it; others use the {@link #peer}.
 */
public final class Resident {
  /** What waits at most while there is no hub, in bytes. */
  private static final long MAX_PARKED_BYTES = 16 << 20;

  /** Calls and answers that wait at most for the threads of the next hub. */
  private static final int MAX_TASKS = 1000;

  /** Who made it, and so who may go on with it at the next hub. */
  public enum Role {
    /** A bundle that has connected itself. */
    BUNDLE,
    /** The hub, for services that bundles export. */
    EXPORT,
    /** The hub, for users without a connection, such as those of HTTP. */
    GATEWAY
  }

  private final Client client;
  private final Role role;
  private final Peer peer;
  private final Residents home;
  private final ConcurrentMap<Class<?>, Object> attachments = new ConcurrentHashMap<>();

  /** Guards what follows; never held while calling out. */
  private final Object lock = new Object();

  /** The hub's; null while there is none. */
  private volatile Executor executor;

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

  private final ArrayDeque<ByteBuffer[]> parked = new ArrayDeque<>();
  private long parkedBytes;

  /** Null while what is sent waits. */
  private volatile Link hub;

  private boolean closed;

  /**
   * A client that no hub carries frames for yet.
   *
   * @param managerAddress how it reaches the workspace manager
   * @param executor runs its functions
   */
  Resident(
      Client client,
      Role role,
      String managerAddress,
      Executor executor,
      RpcEngine engine,
      Residents home) {
    this.client = client;
    this.role = role;
    this.home = home;
    this.executor = executor;
    this.peer =
        new Peer(client.workspace(), client.id(), managerAddress, new Line(), this::run, engine);
  }

  public Client client() {
    return client;
  }

  public Role role() {
    return role;
  }

  /** Its end of the conversation, the same at every hub. */
  public Peer peer() {
    return peer;
  }

  /** What hubs keep with its connection, as with that of a socket. */
  public ConcurrentMap<Class<?>, Object> attachments() {
    return attachments;
  }

  /** Another hub has it from now on. What it sends still waits, until {@link #open}. */
  public void adopt(String managerAddress, Executor newExecutor, RpcEngine engine) {
    peer.managerAddress(managerAddress);
    peer.attach(engine);
    List<Runnable> waiting;
    synchronized (lock) {
      executor = newExecutor;
      waiting = List.copyOf(tasks);
      tasks.clear();
    }
    waiting.forEach(newExecutor::execute);
  }

  private void run(Runnable task) {
    while (true) {
      Executor now = executor;
      if (now == null) {
        if (waits(task)) {
          return;
        }
        continue;
      }
      try {
        now.execute(task);
        return;
      } catch (RejectedExecutionException e) {
        if (executor == now) {
          throw e;
        }
        // its hub went meanwhile
      }
    }
  }

  /** Keeps a task for the next hub; false if that has come. */
  private boolean waits(Runnable task) {
    synchronized (lock) {
      if (executor != null) {
        return false;
      }
      if (closed || tasks.size() >= MAX_TASKS) {
        throw new RejectedExecutionException("there is no hub at the moment");
      }
      return tasks.add(task);
    }
  }

  /** Sends what has waited, in its order, and from now on everything at once. */
  public void open(Link newHub) {
    while (true) {
      ByteBuffer[] next;
      synchronized (lock) {
        next = parked.poll();
        if (next == null) {
          hub = newHub;
          return;
        }
        parkedBytes -= bytes(next[0], next[1]);
      }
      newHub.send(next[0], next[1]);
    }
  }

  /** The hub goes: what is sent, and what is to be run, waits from now on. */
  void leave() {
    synchronized (lock) {
      hub = null;
      executor = null;
    }
  }

  /** Bytes that wait for the next hub. */
  public long parkedBytes() {
    synchronized (lock) {
      return parkedBytes;
    }
  }

  private static long bytes(ByteBuffer head, ByteBuffer tail) {
    return (long) head.remaining() + tail.remaining();
  }

  /** The way of its frames into the hub of the moment. */
  private final class Line implements Link {
    @Override
    public boolean send(ByteBuffer head, ByteBuffer tail) {
      Link now = hub;
      if (now == null) {
        synchronized (lock) {
          now = hub;
          if (now == null) {
            return park(head, tail);
          }
        }
      }
      return now.send(head, tail);
    }

    private boolean park(ByteBuffer head, ByteBuffer tail) {
      if (closed || parkedBytes + bytes(head, tail) > MAX_PARKED_BYTES) {
        return false;
      }
      parked.add(new ByteBuffer[] {head, tail});
      parkedBytes += bytes(head, tail);
      return true;
    }

    @Override
    public void close(String reason) {
      List<Runnable> waiting;
      synchronized (lock) {
        closed = true;
        parked.clear();
        parkedBytes = 0;
        waiting = List.copyOf(tasks);
        tasks.clear();
      }
      home.remove(Resident.this);
      // those who wait for an answer are told that there will be none
      waiting.forEach(Runnable::run);
      Link now = hub;
      if (now != null) {
        now.close(reason);
      }
    }
  }
}
