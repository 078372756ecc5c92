package io.mycel.transport.jetty.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.transport.jetty.internal.BufferPool.Block;
import java.util.ArrayList;
import java.util.List;
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

  private static int untilRefused(Share share, int size, List<Block> taken) {
    int count = 0;
    try {
      while (count < 10_000) {
        taken.add(share.acquire(size));
        count++;
      }
    } catch (PoolExhaustedException e) {
      assertTrue(e.getMessage().contains("this client has"), e.getMessage());
    }
    return count;
  }

  @Test
  void oneClientAloneGetsHalfAndOthersFindSome() throws Exception {
    BufferPool pool = new BufferPool(100 * 10_240, 0);
    Share greedy = pool.share();
    List<Block> taken = new ArrayList<>();
    assertEquals(50, untilRefused(greedy, 10_240, taken));
    assertEquals(25, untilRefused(pool.share(), 10_240, new ArrayList<>()));
    assertEquals(12, untilRefused(pool.share(), 10_240, new ArrayList<>()));
    assertEquals(3, pool.refusedToOne());
    assertEquals(0, pool.refusedToAll());
    taken.forEach(Block::release);
    assertEquals(0, greedy.lentBytes());
    assertEquals(37 * 10_240, pool.lentBytes());
    assertEquals(31, untilRefused(greedy, 10_240, new ArrayList<>()));
  }

  @Test
  void aClientMayAlwaysHaveOneFrameIfThereIsMemory() throws Exception {
    BufferPool pool = new BufferPool(1 << 20, 0);
    Share share = pool.share();
    Block first = share.acquire(1 << 20);
    assertThrows(PoolExhaustedException.class, () -> share.acquire(10_000));
    assertEquals(1, pool.refusedToAll());
    first.keep();
    assertEquals(0, share.lentBytes());
    share.acquire(1 << 20).release();
  }

  @Test
  void partsOfMessagesCountHoweverSmallTheyAre() throws Exception {
    BufferPool pool = new BufferPool(1 << 20, 0);
    Share share = pool.share();
    share.acquire(10);
    assertEquals(0, share.lentBytes());
    List<Block> parts = new ArrayList<>();
    assertThrows(
        PoolExhaustedException.class,
        () -> {
          while (parts.size() < 1 << 20) {
            parts.add(share.acquireFragment(1));
          }
        });
    assertEquals(4064, parts.size());
    parts.forEach(Block::release);
    assertEquals(0, pool.lentBytes());
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
