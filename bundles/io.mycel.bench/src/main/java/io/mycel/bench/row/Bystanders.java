package io.mycel.bench.row;

import io.mycel.bench.load.LoadClient;
import io.mycel.bench.net.Loop;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Two clients beside those that are measured, one of which sends the other as much as the server
 * takes: first 20 MB, then 1.6 MB a second. They live on a thread of their own.
 */
final class Bystanders implements AutoCloseable {
  private static final int FLOOD_BYTES = 20 << 20;
  private static final int MESSAGE_BYTES = 16 << 10;
  private static final long ENOUGH_WAITS = 1 << 20;
  private static final int EVERY_MILLIS = 10;
  private static final int SIP_BYTES = 102;
  private static final int SIP_MILLIS = 100;
  private static final int SMALL_BUFFER = 4096;

  private final Loop loop = new Loop("bystanders");
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ByteBuffer data = ByteBuffer.allocateDirect(MESSAGE_BYTES);
  private final LoadClient reader;
  private final LoadClient sender;

  /**
   * Connects both, and begins.
   *
   * @param slow whether the reader takes 1 KB a second, or all that comes
   */
  Bystanders(Cluster cluster, boolean slow) throws Exception {
    try {
      reader = Cluster.get(cluster.joining(loop, "reader", slow ? SMALL_BUFFER : 0));
      sender = Cluster.get(cluster.joining(loop, "sender", 0));
    } catch (Exception e) {
      close();
      throw e;
    }
    if (slow) {
      loop.execute(() -> reader.link().reading(false));
      every(SIP_MILLIS, () -> reader.link().sip(SIP_BYTES));
    }
    for (int i = 0; i < FLOOD_BYTES / MESSAGE_BYTES; i++) {
      loop.execute(this::send);
    }
    every(EVERY_MILLIS, this::send);
  }

  private Future<?> every(int millis, Runnable what) {
    return timer.scheduleAtFixedRate(
        () -> loop.execute(what), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** What the server does not take waits in the system's buffers, not more and more of it here. */
  private void send() {
    if (sender.link().waitingBytes() < ENOUGH_WAITS) {
      sender.emit("bench-load", reader.address(), data.clear());
    }
  }

  /** Whether both are still connected. */
  boolean areConnected() {
    return !reader.closed().isDone() && !sender.closed().isDone();
  }

  /** Drops both connections. */
  @Override
  public void close() {
    timer.shutdownNow();
    loop.close();
  }
}
