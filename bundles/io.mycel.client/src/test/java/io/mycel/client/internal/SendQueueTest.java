package io.mycel.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The queue before a socket that is slow. */
class SendQueueTest {
  private final List<Object> written = new ArrayList<>();
  private final List<CompletableFuture<WebSocket>> writes = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final WebSocket slow =
      (WebSocket)
          Proxy.newProxyInstance(
              WebSocket.class.getClassLoader(),
              new Class<?>[] {WebSocket.class},
              (proxy, method, args) -> {
                written.add(args[0]);
                writes.add(new CompletableFuture<>());
                return writes.get(writes.size() - 1);
              });
  private final SendQueue queue = new SendQueue(slow, 10, failures::add);

  @Test
  void oneAtATimeAndInOrder() {
    ByteBuffer frame = ByteBuffer.allocate(1);
    queue.send("a");
    queue.send(frame);
    queue.send("b");
    queue.close(1000, "");
    assertFalse(queue.send("c"));
    for (int i = 0; i < 4; i++) {
      assertEquals(i + 1, written.size());
      writes.get(i).complete(slow);
    }
    assertEquals(List.of("a", frame, "b", 1000), written);
  }

  @Test
  void whatFindsNoRoomIsRefusedUntilThereIsSome() {
    assertTrue(queue.send(ByteBuffer.allocate(10)));
    assertFalse(queue.send(ByteBuffer.allocate(1)));
    writes.get(0).complete(slow);
    assertTrue(queue.send(ByteBuffer.allocate(1)));
  }

  @Test
  void failedWriteEndsTheQueue() {
    IOException broken = new IOException("broken pipe");
    queue.send("a");
    queue.send("b");
    writes.get(0).completeExceptionally(broken);
    assertEquals(List.of(broken), failures);
    assertEquals(List.of("a"), written);
    assertFalse(queue.send("c"));
  }
}
