package io.mycel.transport.jetty.internal.websocket;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Who may touch a parser: one reader at a time, and, once the socket is closed, whoever finds
 * nobody reading gives its memory back. So a buffer is never reused while a read fills it.
 */
final class Turn {
  private enum State {
    FREE,
    READING,
    /** Closed while somebody reads; that one finishes. */
    CLOSING,
    CLOSED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.FREE);
  private final Runnable finish;

  /** {@code finish} is run once, after the close, when nobody reads. */
  Turn(Runnable finish) {
    this.finish = finish;
  }

  /** Begins a read; false if it is closed. */
  boolean begin() {
    return state.compareAndSet(State.FREE, State.READING);
  }

  /** Ends a read that began. */
  void end() {
    if (!state.compareAndSet(State.READING, State.FREE)) {
      state.set(State.CLOSED);
      finish.run();
    }
  }

  /** No read begins any more. */
  void close() {
    if (state.compareAndSet(State.FREE, State.CLOSED)) {
      finish.run();
    } else {
      state.compareAndSet(State.READING, State.CLOSING);
    }
  }
}
