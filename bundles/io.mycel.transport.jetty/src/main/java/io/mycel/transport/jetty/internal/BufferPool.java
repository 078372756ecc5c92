package io.mycel.transport.jetty.internal;

import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory for frames. Frames up to {@link #SMALL} bytes get a heap buffer of their own, which costs
 * less than pooling; larger ones get a direct buffer of a size class that goes back to its class
 * when its lease is released.
 *
 * <p>Two bounds hold: {@code maxLentBytes} for what is in use at one time, and {@code maxIdleBytes}
 * for what waits to be used again. A buffer that is kept ({@link Lease#keep}) belongs to the value
 * that shows it and counts in neither.
 */
public final class BufferPool implements Memory {
  /** The largest frame, in bytes, that gets a plain heap buffer. */
  public static final int SMALL = 4096;

  /** What a buffer takes beside its bytes, roughly. */
  private static final int BLOCK_BYTES = 128;

  /** Four classes to a doubling: at most a quarter of a buffer is unused. */
  private static final int CLASSES = 31 * 4;

  private static final Logger log = LoggerFactory.getLogger(BufferPool.class);

  /** A buffer that was lent; it must not be touched after the lease is released. */
  public interface Block extends Lease {
    /** Exactly the bytes asked for: position 0, limit and capacity the size. */
    ByteBuffer bytes();
  }

  private final long maxLentBytes;
  private final long maxIdleBytes;
  private final AtomicLong lent = new AtomicLong();
  private final AtomicLong idle = new AtomicLong();
  private final LongAdder refusedToAll = new LongAdder();
  private final LongAdder refusedToOne = new LongAdder();
  private final SizeClass[] classes = new SizeClass[CLASSES];

  /**
   * An empty pool.
   *
   * @param maxLentBytes what may be lent at one time
   * @param maxIdleBytes what is kept for reuse
   */
  public BufferPool(long maxLentBytes, long maxIdleBytes) {
    this.maxLentBytes = maxLentBytes;
    this.maxIdleBytes = maxIdleBytes;
    for (int i = 0; i < CLASSES; i++) {
      classes[i] = new SizeClass();
    }
  }

  /** The part of one client, which has nothing yet. */
  public Share share() {
    return new Share(this);
  }

  @Override
  public Block acquire(int size) throws PoolExhaustedException {
    return size <= SMALL ? new HeapBlock(ByteBuffer.allocate(size)) : acquire(size, null);
  }

  /** Lends a buffer that counts, to the share of a client if that is not null. */
  Block acquire(int size, Share owner) throws PoolExhaustedException {
    if (size <= SMALL) {
      int counted = size + BLOCK_BYTES;
      reserve(size, counted, owner);
      return new CountedBlock(ByteBuffer.allocate(size), counted, owner);
    }
    int step = Integer.highestOneBit(size - 1) >> 2;
    int rounded = (size + step - 1) / step * step;
    int index = (29 - Integer.numberOfLeadingZeros(step)) * 4 + (rounded - step * 4) / step - 1;
    reserve(size, rounded, owner);
    ByteBuffer buffer = classes[index].poll();
    if (buffer != null) {
      idle.addAndGet(-rounded);
    } else {
      buffer = allocate(size, rounded, owner);
    }
    return new PooledBlock(buffer, buffer.slice(0, size), owner, classes[index]);
  }

  private void reserve(int size, int counted, Share owner) throws PoolExhaustedException {
    long all = lent.addAndGet(counted);
    if (all > maxLentBytes) {
      lent.addAndGet(-counted);
      refusedToAll.increment();
      throw new PoolExhaustedException(size, maxLentBytes);
    }
    if (owner != null && !owner.take(counted, maxLentBytes - all)) {
      lent.addAndGet(-counted);
      refusedToOne.increment();
      throw new PoolExhaustedException(size, owner.lentBytes(), maxLentBytes);
    }
  }

  private void giveBack(long counted, Share owner) {
    lent.addAndGet(-counted);
    if (owner != null) {
      owner.giveBack(counted);
    }
  }

  private ByteBuffer allocate(int size, int rounded, Share owner) throws PoolExhaustedException {
    try {
      return ByteBuffer.allocateDirect(rounded);
    } catch (OutOfMemoryError e) {
      giveBack(rounded, owner);
      log.error("no direct memory for a frame of {} bytes: {}", size, e.getMessage());
      throw new PoolExhaustedException(size, maxLentBytes);
    }
  }

  /** Bytes of pooled buffers that are in use. */
  public long lentBytes() {
    return lent.get();
  }

  /** Frames that were refused because too much was lent to all clients together. */
  public long refusedToAll() {
    return refusedToAll.sum();
  }

  /** Frames that were refused because too much was lent to their client. */
  public long refusedToOne() {
    return refusedToOne.sum();
  }

  /** Bytes that wait to be used again. */
  public long idleBytes() {
    return idle.get();
  }

  /** Lets go of all idle buffers; those that come back later are dropped once there is no room. */
  public void clear() {
    for (SizeClass each : classes) {
      for (ByteBuffer buffer = each.poll(); buffer != null; buffer = each.poll()) {
        idle.addAndGet(-buffer.capacity());
      }
    }
  }

  /** Free buffers of one size, the last returned first: it is the warmest in the cache. */
  private static final class SizeClass {
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    synchronized ByteBuffer poll() {
      return free.pollFirst();
    }

    synchronized void push(ByteBuffer buffer) {
      free.addFirst(buffer);
    }
  }

  private record HeapBlock(ByteBuffer bytes) implements Block {
    @Override
    public void release() {}

    @Override
    public void keep() {}
  }

  /** A buffer that is used once, and counts until then. */
  private class CountedBlock implements Block {
    private final ByteBuffer bytes;
    private final int counted;
    private final Share owner;
    private final AtomicBoolean used = new AtomicBoolean();

    CountedBlock(ByteBuffer bytes, int counted, Share owner) {
      this.bytes = bytes;
      this.counted = counted;
      this.owner = owner;
    }

    @Override
    public ByteBuffer bytes() {
      return bytes;
    }

    @Override
    public void release() {
      use();
    }

    @Override
    public void keep() {
      use();
    }

    /** A second use would lend one buffer to two frames; it is a defect of the caller. */
    final boolean use() {
      if (used.compareAndSet(false, true)) {
        giveBack(counted, owner);
        return true;
      }
      log.error("a lease was used twice", new IllegalStateException("used twice"));
      return false;
    }
  }

  private final class PooledBlock extends CountedBlock {
    private final ByteBuffer buffer;
    private final SizeClass home;

    PooledBlock(ByteBuffer buffer, ByteBuffer bytes, Share owner, SizeClass home) {
      super(bytes, buffer.capacity(), owner);
      this.buffer = buffer;
      this.home = home;
    }

    @Override
    public void release() {
      if (!use()) {
        return;
      }
      if (idle.addAndGet(buffer.capacity()) <= maxIdleBytes) {
        home.push(buffer);
      } else {
        idle.addAndGet(-buffer.capacity());
      }
    }
  }
}
