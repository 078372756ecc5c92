package io.mycel.transport.jetty.internal.websocket;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compressors and decompressors for use again: a new one clears 256 KB of memory outside the heap.
 * One is used by one thread for one message, so a few are enough for any number of connections.
 */
public final class ZlibPool {
  private static final int MAX_IDLE = 16;

  private final Idle<Inflater> inflaters = new Idle<>(() -> new Inflater(true), Inflater::end);
  private final Idle<Deflater> deflaters =
      new Idle<>(() -> new Deflater(Deflater.BEST_SPEED, true), Deflater::end);

  Inflater inflater() {
    return inflaters.take();
  }

  void giveBack(Inflater inflater) {
    inflater.reset();
    inflaters.put(inflater);
  }

  Deflater deflater() {
    return deflaters.take();
  }

  void giveBack(Deflater deflater) {
    deflater.reset();
    deflaters.put(deflater);
  }

  /** Frees those that wait; those that come back are freed too. */
  public void close() {
    inflaters.close();
    deflaters.close();
  }

  /** How many wait, of both kinds. */
  int idle() {
    return inflaters.queue.size() + deflaters.queue.size();
  }

  private static final class Idle<T> {
    private final BlockingQueue<T> queue = new ArrayBlockingQueue<>(MAX_IDLE);
    private final Supplier<T> make;
    private final Consumer<T> end;
    private volatile boolean closed;

    Idle(Supplier<T> make, Consumer<T> end) {
      this.make = make;
      this.end = end;
    }

    T take() {
      T idle = queue.poll();
      return idle == null ? make.get() : idle;
    }

    void put(T used) {
      if (!queue.offer(used)) {
        end.accept(used);
      } else if (closed) {
        close();
      }
    }

    void close() {
      closed = true;
      for (T each = queue.poll(); each != null; each = queue.poll()) {
        end.accept(each);
      }
    }
  }
}
