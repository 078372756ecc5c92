package io.mycel.transport.jetty.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.transport.jetty.internal.BufferPool.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferPoolTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        4096,
        4097,
        5119,
        5120,
        5121,
        8192,
        8193,
        65_536,
        65_537,
        1_000_003,
        67_108_900
      })
  void blockHasTheSizeAskedForAndAQuarterMoreAtMost(int size) throws Exception {
    BufferPool pool = new BufferPool(1 << 27, 1 << 27);
    Block block = pool.acquire(size);
    assertEquals(0, block.bytes().position());
    assertEquals(size, block.bytes().limit());
    assertEquals(size, block.bytes().capacity());
    assertTrue(pool.lentBytes() <= size * 1.25, pool.lentBytes() + " for " + size);
    assertEquals(size > BufferPool.SMALL, block.bytes().isDirect());
    block.release();
    assertEquals(0, pool.lentBytes());
  }

  @Test
  void releasedMemoryIsUsedAgainAndKeptMemoryIsNot() throws Exception {
    BufferPool pool = new BufferPool(1 << 20, 1 << 20);
    Block first = pool.acquire(10_000);
    first.bytes().put(0, (byte) 42);
    first.release();
    assertEquals(10_240, pool.idleBytes());
    Block second = pool.acquire(9_000);
    assertEquals(42, second.bytes().get(0));
    assertEquals(0, pool.idleBytes());
    second.keep();
    assertEquals(0, pool.lentBytes());
    assertEquals(0, pool.idleBytes());
    assertEquals(0, pool.acquire(9_000).bytes().get(0));
  }

  @Test
  void secondUseOfALeaseChangesNothing() throws Exception {
    BufferPool pool = new BufferPool(1 << 20, 1 << 20);
    Block block = pool.acquire(10_000);
    block.release();
    block.release();
    block.keep();
    assertEquals(0, pool.lentBytes());
    assertEquals(10_240, pool.idleBytes());
  }

  @Test
  void idleMemoryIsBounded() throws Exception {
    BufferPool pool = new BufferPool(1 << 20, 15_000);
    Block first = pool.acquire(10_000);
    Block second = pool.acquire(10_000);
    first.release();
    second.release();
    assertEquals(10_240, pool.idleBytes());
    pool.clear();
    assertEquals(0, pool.idleBytes());
  }

  @Test
  void lentMemoryIsBounded() throws Exception {
    BufferPool pool = new BufferPool(15_000, 0);
    Block first = pool.acquire(10_000);
    assertThrows(PoolExhaustedException.class, () -> pool.acquire(10_000));
    first.release();
    pool.acquire(10_000).release();
    assertEquals(0, pool.lentBytes());
  }
}
