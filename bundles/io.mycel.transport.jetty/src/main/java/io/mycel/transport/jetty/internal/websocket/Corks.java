package io.mycel.transport.jetty.internal.websocket;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds back the writes of the frames that one read brings, until all of them are routed: frames
 * for the same connection then leave in one write. Only the reading thread's own sends are held
 * back, and only while it is in its read.
 */
public final class Corks {
  private final ThreadLocal<Cork> current = new ThreadLocal<>();

  private static final class Cork {
    private final List<FrameWriter> writers = new ArrayList<>();
    private boolean closed = true;
  }

  /** Runs something that sends, and then lets go of what it sent. */
  void whileCorked(Runnable sending) {
    Cork cork = current.get();
    if (cork == null) {
      cork = new Cork();
      current.set(cork);
    } else if (!cork.closed) {
      sending.run();
      return;
    }
    cork.closed = false;
    try {
      sending.run();
    } finally {
      cork.closed = true;
      for (FrameWriter each : cork.writers) {
        each.uncork();
      }
      cork.writers.clear();
    }
  }

  /** Notes a writer that has something to write; false if this thread holds nothing back. */
  boolean holdBack(FrameWriter writer) {
    Cork cork = current.get();
    if (cork == null || cork.closed) {
      return false;
    }
    cork.writers.add(writer);
    return true;
  }
}
