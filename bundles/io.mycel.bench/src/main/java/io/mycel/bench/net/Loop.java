package io.mycel.bench.net;

import io.mycel.bench.wire.MsgpackWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread that serves any number of connections. All that touches a {@link Link} runs on it, and
 * nothing there blocks.
 */
public final class Loop implements AutoCloseable {
  private static final int READ_BYTES = 1 << 20;
  private static final int SPARE_BUFFERS = 64;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer reading = ByteBuffer.allocateDirect(READ_BYTES);
  private final MsgpackWriter scratch = new MsgpackWriter(1 << 10);
  private final Deque<ByteBuffer> spare = new ArrayDeque<>();
  private volatile boolean closed;

  /** Starts the thread. */
  public Loop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector", e);
    }
    thread = new Thread(this::run, "bench-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs a task on the loop's thread, soon. */
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Runs a task on the loop's thread and tells when it is done. */
  public CompletableFuture<Void> submit(Runnable task) {
    return CompletableFuture.runAsync(task, this::execute);
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(Loop::ready);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
      for (SelectionKey key : selector.keys()) {
        ((Link) key.attachment()).drop("the load generator ends");
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the selector failed", e);
    }
  }

  private static void ready(SelectionKey key) {
    ((Link) key.attachment()).ready(key);
  }

  Selector selector() {
    return selector;
  }

  /** The buffer that whoever reads a socket on this thread may use until it returns. */
  ByteBuffer reading() {
    return reading.clear();
  }

  /** A writer for a message that is sent before the caller returns. */
  public MsgpackWriter scratch() {
    return scratch.clear();
  }

  /** A buffer of at least so many bytes, empty; give it back when done. */
  public ByteBuffer take(int bytes) {
    // By iterator: remove(Object) would take any buffer with the same content.
    for (Iterator<ByteBuffer> each = spare.iterator(); each.hasNext(); ) {
      ByteBuffer buffer = each.next();
      if (buffer.capacity() >= bytes) {
        each.remove();
        return buffer.clear();
      }
    }
    return ByteBuffer.allocateDirect(Math.max(64 << 10, ceiling(bytes)));
  }

  private static int ceiling(int bytes) {
    return bytes > 1 << 29 ? bytes : Integer.highestOneBit(bytes - 1) << 1;
  }

  /** Gives a buffer back; the smallest of too many is left to the garbage collector. */
  public void give(ByteBuffer buffer) {
    spare.addFirst(buffer);
    if (spare.size() > SPARE_BUFFERS) {
      spare.removeLast();
    }
  }

  /** Ends the thread and drops its connections. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
