package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Connection;
import io.mycel.api.transport.ConnectionHandler;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What arrived on one connection, on its way to the handler: handed over one at a time and in
 * order, whichever thread does it, and kept while no handler is bound. A handler that is bound
 * later is told of the connection by {@code opened} before anything else.
 */
final class Inbox {
  private static final Logger log = LoggerFactory.getLogger(Inbox.class);

  private final Connection connection;
  private final HandlerGate gate;
  private final long maxBytes;
  private final Runnable hasRoom;
  private final Runnable endTold;

  /** Guards the three fields below; never held while calling out. */
  private final Object lock = new Object();

  private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean delivering;

  /** Touched only by the thread that is delivering, but for {@link #refuse}. */
  private HandlerGate.Binding announcedTo;

  private boolean ended;

  /**
   * An empty inbox.
   *
   * @param maxBytes it is full when this much waits
   * @param hasRoom called when everything was handed over
   * @param endTold called when the handler was told of the end
   */
  Inbox(
      Connection connection, HandlerGate gate, long maxBytes, Runnable hasRoom, Runnable endTold) {
    this.connection = connection;
    this.gate = gate;
    this.maxBytes = maxBytes;
    this.hasRoom = hasRoom;
    this.endTold = endTold;
  }

  /** Whether reading should stop for now. */
  boolean isFull() {
    synchronized (lock) {
      return waitingBytes >= maxBytes;
    }
  }

  /** What waits. */
  long bytes() {
    synchronized (lock) {
      return waitingBytes;
    }
  }

  /** Takes arrivals and hands over what it can. */
  void put(List<Arrival> arrivals) {
    synchronized (lock) {
      for (Arrival each : arrivals) {
        waiting.add(each);
        waitingBytes += each.bytes();
      }
    }
    deliver();
  }

  /** Hands over what waits, unless another thread does; call it also when a handler was bound. */
  void deliver() {
    HandlerGate.Binding last;
    do {
      synchronized (lock) {
        if (delivering) {
          return;
        }
        delivering = true;
      }
      last = drain();
      // A handler may have been bound before this thread said that it no longer delivers.
    } while (gate.isBound() && !gate.isCurrent(last));
    hasRoom.run();
  }

  /**
   * Drops whatever arrives, and lets no handler know of this connection. Called before any does.
   */
  void refuse() {
    synchronized (lock) {
      ended = true;
    }
  }

  /** Drops everything: the transport stops. */
  void discard() {
    synchronized (lock) {
      waiting.forEach(Inbox::release);
      waiting.clear();
      waitingBytes = 0;
    }
  }

  /** Hands over until nothing waits or no handler is bound; the handler it ended with or null. */
  private HandlerGate.Binding drain() {
    HandlerGate.Binding binding = gate.enter();
    while (binding != null) {
      announce(binding);
      Arrival next = poll();
      if (next == null) {
        binding.leave();
        return binding;
      }
      hand(next, binding.handler());
      if (!gate.isCurrent(binding)) {
        binding.leave();
        binding = gate.enter();
      }
    }
    synchronized (lock) {
      delivering = false;
    }
    return null;
  }

  /** The next arrival; null and no longer delivering if there is none. */
  private Arrival poll() {
    synchronized (lock) {
      Arrival next = waiting.poll();
      if (next == null) {
        delivering = false;
      } else {
        waitingBytes -= next.bytes();
      }
      return next;
    }
  }

  private void announce(HandlerGate.Binding binding) {
    if (announcedTo == binding || ended) {
      return;
    }
    announcedTo = binding;
    try {
      binding.handler().opened(connection);
    } catch (RuntimeException | Error e) {
      log.error("{}: the handler failed to take the connection", connection, e);
    }
  }

  private void hand(Arrival arrival, ConnectionHandler handler) {
    if (ended) {
      release(arrival);
      return;
    }
    try {
      if (arrival instanceof Arrival.Binary binary) {
        handler.received(connection, binary.frame(), binary.lease());
      } else if (arrival instanceof Arrival.Text text) {
        handler.received(connection, text.text());
      } else if (arrival instanceof Arrival.Closed closed) {
        ended = true;
        endTold.run();
        handler.closed(connection, closed.code(), closed.reason());
      }
    } catch (RuntimeException | Error e) {
      log.error("{}: the handler failed on what arrived", connection, e);
    }
  }

  private static void release(Arrival arrival) {
    if (arrival instanceof Arrival.Binary binary) {
      binary.lease().release();
    }
  }
}
