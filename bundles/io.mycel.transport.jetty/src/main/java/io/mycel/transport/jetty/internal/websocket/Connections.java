package io.mycel.transport.jetty.internal.websocket;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The WebSocket connections. One stays here until its socket is closed and a handler was told of
 * its end, so that a handler that is bound later learns of it too.
 */
public final class Connections {
  private final Set<WebSocketConnection> all = ConcurrentHashMap.newKeySet();

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition noSocket = lock.newCondition();
  private final Set<WebSocketConnection> sockets = new HashSet<>();
  private boolean closed;

  /** Takes a connection whose socket is open; false if none is taken any more. */
  boolean add(WebSocketConnection connection) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      sockets.add(connection);
      all.add(connection);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The socket of a connection is closed. */
  void socketClosed(WebSocketConnection connection) {
    lock.lock();
    try {
      sockets.remove(connection);
      if (sockets.isEmpty()) {
        noSocket.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A handler was told of its end. */
  void endTold(WebSocketConnection connection) {
    all.remove(connection);
  }

  /** How many have an open socket. */
  public int size() {
    lock.lock();
    try {
      return sockets.size();
    } finally {
      lock.unlock();
    }
  }

  /** The sum of a figure of each. */
  public long sum(ToLongFunction<WebSocketConnection> figure) {
    return all.stream().mapToLong(figure).sum();
  }

  /** Calls an action for each, also for those that come or go meanwhile. */
  public void forEach(Consumer<WebSocketConnection> action) {
    all.forEach(action);
  }

  /** Takes no more. */
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all sockets are closed, at most so long. */
  public void awaitNone(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (!sockets.isEmpty() && left > 0) {
        left = noSocket.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
