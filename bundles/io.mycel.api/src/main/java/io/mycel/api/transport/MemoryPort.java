package io.mycel.api.transport;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One end of a channel within this JVM. */
final class MemoryPort implements MessagePort {
  private final Executor executor;
  private final int capacity;
  private final Object lock;
  private final Queue<Map<String, Object>> arrived = new ArrayDeque<>();
  private MemoryPort other;
  private Receiver receiver;
  private boolean draining;
  private boolean told;
  private String closed;

  private MemoryPort(Executor executor, int capacity, Object lock) {
    this.executor = executor;
    this.capacity = capacity;
    this.lock = lock;
  }

  static Pair pair(Executor executor, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
    }
    Object lock = new Object();
    MemoryPort core = new MemoryPort(executor, capacity, lock);
    MemoryPort plugin = new MemoryPort(executor, capacity, lock);
    core.other = plugin;
    plugin.other = core;
    return new Pair(core, plugin);
  }

  @Override
  public boolean send(Map<String, Object> message) {
    Objects.requireNonNull(message, "message");
    synchronized (lock) {
      if (closed != null || other.arrived.size() >= capacity) {
        return false;
      }
      other.arrived.add(message);
    }
    other.wake();
    return true;
  }

  @Override
  public void deliverTo(Receiver newReceiver) {
    synchronized (lock) {
      if (receiver != null) {
        throw new IllegalStateException("this port has a receiver already");
      }
      receiver = Objects.requireNonNull(newReceiver, "receiver");
    }
    wake();
  }

  @Override
  public void close(String reason) {
    synchronized (lock) {
      if (closed != null) {
        return;
      }
      closed = reason == null ? "closed" : reason;
      other.closed = closed;
    }
    wake();
    other.wake();
  }

  @Override
  public boolean isOpen() {
    synchronized (lock) {
      return closed == null;
    }
  }

  /** Starts a delivery unless one is going on. */
  private void wake() {
    synchronized (lock) {
      boolean work = !arrived.isEmpty() || closed != null && !told;
      if (draining || receiver == null || !work) {
        return;
      }
      draining = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      drain(); // an executor that was stopped: what is left must still be told
    }
  }

  private void drain() {
    while (true) {
      Map<String, Object> next;
      synchronized (lock) {
        next = arrived.poll();
        if (next == null) {
          draining = false;
          if (closed == null || told) {
            return;
          }
          told = true;
        }
      }
      if (next == null) {
        receiver.closed(closed);
        return;
      }
      deliver(next);
    }
  }

  /** A receiver that fails must not stop the delivery: its port closes, and it is told why. */
  private void deliver(Map<String, Object> message) {
    try {
      receiver.received(message);
    } catch (RuntimeException e) {
      close("receiver failed: " + e);
    }
  }
}
