package io.mycel.transport.jetty.internal;

import io.mycel.transport.jetty.internal.BufferPool.Block;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one client has of the memory for frames. It may always have one frame, as long as there is
 * memory, and more while at least as much is free as it has: so one alone gets no more than half,
 * two together two thirds, and some is left for whoever comes next.
 */
public final class Share implements Memory {
  private final BufferPool pool;
  private final AtomicLong lent = new AtomicLong();

  Share(BufferPool pool) {
    this.pool = pool;
  }

  @Override
  public Block acquire(int size) throws PoolExhaustedException {
    return size <= BufferPool.SMALL ? pool.acquire(size) : pool.acquire(size, this);
  }

  @Override
  public Block acquireFragment(int size) throws PoolExhaustedException {
    return pool.acquire(size, this);
  }

  /** Bytes that this client has now. */
  public long lentBytes() {
    return lent.get();
  }

  /** Takes bytes that the pool has given away, of which so many are left; false if it may not. */
  boolean take(long bytes, long left) {
    long now = lent.addAndGet(bytes);
    if (now == bytes || now <= left) {
      return true;
    }
    lent.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    lent.addAndGet(-bytes);
  }
}
