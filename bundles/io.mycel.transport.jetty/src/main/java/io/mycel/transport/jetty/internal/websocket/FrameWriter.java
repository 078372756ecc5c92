package io.mycel.transport.jetty.internal.websocket;

import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.PoolExhaustedException;
import io.mycel.transport.jetty.internal.TransportCounters;
import io.mycel.transport.jetty.internal.TransportCounters.Dropped;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.IteratingCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the frames of one connection in the order they were offered, as many as there are in one
 * gathered write. Any thread may offer; whichever finds the writer idle writes.
 *
 * <p>Every accepted frame's lease is released exactly once: after it was written, or when the
 * writer ends.
 */
final class FrameWriter extends IteratingCallback {
  private static final Logger log = LoggerFactory.getLogger(FrameWriter.class);

  private static final int STAGING_BYTES = 32 * 1024;

  /** Held-back frames are written at once when this much waits. */
  private static final long MAX_CORKED_BYTES = 256 * 1024;

  private final EndPoint endPoint;
  private final BufferPool pool;
  private final Corks corks;
  private final TransportCounters counters;
  private final long maxQueuedBytes;
  private final Runnable closeWritten;
  private final Consumer<Throwable> failed;

  private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLong writtenBytes = new AtomicLong();
  private final AtomicBoolean heldBack = new AtomicBoolean();
  private final Queue<Drain> drains = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /** Below: touched only by the thread that iterates. */
  private final List<Outgoing> inWrite = new ArrayList<>();

  private Outgoing partly;
  private BufferPool.Block staging;
  private WriteBatch batch;

  /** Somebody waits until no more than so many bytes are queued. */
  private record Drain(long bytes, Runnable action) {}

  /**
   * An idle writer.
   *
   * @param maxQueuedBytes what may wait; a single larger frame is taken when nothing else waits
   * @param closeWritten called when a close frame has been written; nothing is written after it
   * @param failed called when a write failed
   */
  FrameWriter(
      EndPoint endPoint,
      BufferPool pool,
      Corks corks,
      TransportCounters counters,
      long maxQueuedBytes,
      Runnable closeWritten,
      Consumer<Throwable> failed) {
    this.endPoint = endPoint;
    this.pool = pool;
    this.corks = corks;
    this.counters = counters;
    this.maxQueuedBytes = maxQueuedBytes;
    this.closeWritten = closeWritten;
    this.failed = failed;
  }

  /** Takes a frame to write, or releases its lease and says false. */
  boolean offer(Outgoing frame) {
    long before = queuedBytes.getAndAdd(frame.size());
    if (before > 0 && before + frame.size() > maxQueuedBytes) {
      queuedBytes.addAndGet(-frame.size());
      drop(frame, Dropped.QUEUE_FULL);
      return false;
    }
    return enqueue(frame, before);
  }

  /** Turns a frame away because the connection is closing. */
  void refuse(Outgoing frame) {
    drop(frame, Dropped.CLOSED);
  }

  /** Takes a control frame, which no bound keeps out. */
  void offerControl(Outgoing frame) {
    enqueue(frame, queuedBytes.getAndAdd(frame.size()));
  }

  private boolean enqueue(Outgoing frame, long before) {
    queue.add(frame);
    if (ended) {
      dropQueue();
      return false;
    }
    if (before + frame.size() > MAX_CORKED_BYTES) {
      iterate();
    } else if (heldBack.compareAndSet(false, true) && !corks.holdBack(this)) {
      uncork();
    }
    return true;
  }

  /** Writes what was held back. */
  void uncork() {
    heldBack.set(false);
    iterate();
  }

  long queuedBytes() {
    return queuedBytes.get();
  }

  long writtenBytes() {
    return writtenBytes.get();
  }

  /** Runs an action once, when no more than so many bytes wait or the writer has ended. */
  void whenDrained(long bytes, Runnable action) {
    drains.add(new Drain(bytes, action));
    runDrains();
  }

  private void runDrains() {
    for (Drain drain : drains) {
      // whoever takes it out runs it
      if ((ended || queuedBytes.get() <= drain.bytes()) && drains.remove(drain)) {
        drain.action().run();
      }
    }
  }

  /** Ends it: what waits is dropped. */
  void end() {
    ended = true;
    abort(new ClosedChannelException());
    dropQueue();
    runDrains();
  }

  @Override
  protected Action process() throws PoolExhaustedException {
    if (partly == null && queue.peek() == null) {
      releaseStaging();
      return Action.IDLE;
    }
    if (staging == null) {
      staging = pool.acquire(STAGING_BYTES);
      batch = new WriteBatch(staging.bytes());
    }
    fill();
    endPoint.write(this, batch.finish());
    return Action.SCHEDULED;
  }

  private void fill() {
    batch.clear();
    Outgoing next = partly == null ? queue.poll() : partly;
    partly = null;
    while (next != null) {
      if (!batch.add(next)) {
        partly = next;
        return;
      }
      inWrite.add(next);
      next = next.opcode() == Opcode.CLOSE ? null : queue.poll();
    }
  }

  @Override
  protected void onSuccess() {
    boolean closing = false;
    writtenBytes.addAndGet(batch.bytes());
    for (Outgoing each : inWrite) {
      queuedBytes.addAndGet(-each.size());
      counters.sent(each.size());
      release(each);
      closing |= each.opcode() == Opcode.CLOSE;
    }
    inWrite.clear();
    if (closing) {
      ended = true;
      dropQueue();
      closeWritten.run();
    }
    runDrains();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    ended = true;
    if (partly != null) {
      inWrite.add(partly);
      partly = null;
    }
    for (Outgoing each : inWrite) {
      queuedBytes.addAndGet(-each.size());
      drop(each, Dropped.CLOSED);
    }
    inWrite.clear();
    releaseStaging();
    dropQueue();
    runDrains();
    failed.accept(cause);
  }

  private void dropQueue() {
    for (Outgoing each = queue.poll(); each != null; each = queue.poll()) {
      queuedBytes.addAndGet(-each.size());
      drop(each, Dropped.CLOSED);
    }
  }

  private void drop(Outgoing frame, Dropped why) {
    counters.dropped(why);
    release(frame);
  }

  /** A lease is foreign code; it must not stop the writer. */
  private static void release(Outgoing frame) {
    try {
      frame.lease().release();
    } catch (RuntimeException e) {
      log.error("the lease of a frame failed to be released", e);
    }
  }

  private void releaseStaging() {
    if (staging != null) {
      staging.release();
      staging = null;
      batch = null;
    }
  }

  /** Writes never block. */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
