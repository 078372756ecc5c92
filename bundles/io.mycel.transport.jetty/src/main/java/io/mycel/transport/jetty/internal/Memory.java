package io.mycel.transport.jetty.internal;

import io.mycel.transport.jetty.internal.BufferPool.Block;

/** Where frames that arrive get their memory from. */
public interface Memory {
  /**
   * Lends a buffer.
   *
   * @param size bytes, 0 to 1 GiB
   * @throws PoolExhaustedException if too much is lent, or the JVM has no direct memory left
   */
  Block acquire(int size) throws PoolExhaustedException;

  /**
   * The same for a part of a message that must wait for the others: it counts, however small it is.
   */
  default Block acquireFragment(int size) throws PoolExhaustedException {
    return acquire(size);
  }
}
