package io.mycel.bench.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTest {

  @Test
  void bufferIsHandedToOneAtATimeWhateverItHolds() {
    try (Loop loop = new Loop("test")) {
      ByteBuffer small = loop.take(10);
      ByteBuffer large = loop.take(300_000);
      assertTrue(large.capacity() >= 300_000);
      loop.give(large.limit(0));
      loop.give(small.limit(0));
      assertSame(large, loop.take(300_000));
      ByteBuffer other = loop.take(300_000);
      assertNotSame(large, other);
      assertEquals(other.capacity(), other.remaining());
    }
  }

  @Test
  void tasksRunInOrderOnTheThreadOfTheLoop() throws Exception {
    try (Loop loop = new Loop("test")) {
      StringBuilder order = new StringBuilder();
      CompletableFuture<String> name = new CompletableFuture<>();
      loop.execute(() -> order.append("1"));
      loop.execute(() -> order.append("2"));
      loop.execute(() -> name.complete(Thread.currentThread().getName()));
      assertEquals("bench-test", name.get(10, TimeUnit.SECONDS));
      assertEquals("12", order.toString());
    }
  }
}
