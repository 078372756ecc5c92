package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.ConnectionHandler;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the handler that is bound now, which may be replaced at any time. Callers enter and
 * leave; {@link #unbind} returns when the last caller of that handler has left.
 */
public final class HandlerGate {
  private static final Logger log = LoggerFactory.getLogger(HandlerGate.class);

  private final Duration unbindTimeout;
  private final Map<ConnectionHandler, Binding> bindings = new IdentityHashMap<>();
  private volatile Binding current;

  /** When the last one went, of {@link System#nanoTime()}; null before any has. */
  private volatile Long emptySince;

  /** A gate without a handler; {@code unbindTimeout} bounds how long {@link #unbind} waits. */
  public HandlerGate(Duration unbindTimeout) {
    this.unbindTimeout = unbindTimeout;
  }

  /** One handler while it is bound, and how many calls are inside of it. */
  static final class Binding {
    /** Added when the handler is unbound, so that nobody enters any more. */
    private static final int CLOSED = 1 << 30;

    private final ConnectionHandler handler;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile Thread waiter;

    Binding(ConnectionHandler handler) {
      this.handler = handler;
    }

    ConnectionHandler handler() {
      return handler;
    }

    private boolean enter() {
      if (callers.incrementAndGet() < CLOSED) {
        return true;
      }
      leave();
      return false;
    }

    void leave() {
      if (callers.decrementAndGet() == CLOSED) {
        LockSupport.unpark(waiter);
      }
    }

    private boolean close(Duration timeout) {
      waiter = Thread.currentThread();
      callers.addAndGet(CLOSED);
      long deadline = System.nanoTime() + timeout.toNanos();
      while (callers.get() != CLOSED) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
      }
      return true;
    }
  }

  /** The handler, entered: the caller must leave it; null if none is bound. */
  Binding enter() {
    Binding binding = current;
    while (binding != null && !binding.enter()) {
      Binding next = current;
      binding = next == binding ? null : next;
    }
    return binding;
  }

  /** Whether this handler is still the one to call. */
  boolean isCurrent(Binding binding) {
    return current == binding;
  }

  /** Whether any handler is bound. */
  boolean isBound() {
    return current != null;
  }

  /** Whether none is bound, but one was until lately: most likely it is being replaced. */
  boolean lostWithin(Duration time) {
    Long since = emptySince;
    return current == null && since != null && System.nanoTime() - since < time.toNanos();
  }

  /** Makes this the handler from now on; one bound before gets no new calls. */
  public synchronized void bind(ConnectionHandler handler) {
    Binding binding = new Binding(handler);
    bindings.put(handler, binding);
    current = binding;
  }

  /** Takes a handler away and waits, for a bounded time, until no call is inside of it. */
  public void unbind(ConnectionHandler handler) {
    Binding binding;
    synchronized (this) {
      binding = bindings.remove(handler);
      if (binding == null) {
        return;
      }
      if (current == binding) {
        emptySince = System.nanoTime();
        current = null;
      }
    }
    if (!binding.close(unbindTimeout)) {
      log.warn("{} still handles frames {} after it was unbound", handler, unbindTimeout);
    }
    // it was kept so long, and the next one comes so much later
    emptySince = System.nanoTime();
  }
}
