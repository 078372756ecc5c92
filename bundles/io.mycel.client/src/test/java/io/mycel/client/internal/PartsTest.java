package io.mycel.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.transport.Lease;
import io.mycel.client.HyphaClientException;
import io.mycel.client.ReconnectPolicy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts of the client, each by itself. */
class PartsTest {
  private final List<ByteBuffer> frames = new ArrayList<>();
  private final List<Lease> leases = new ArrayList<>();
  private final FrameAssembler assembler =
      new FrameAssembler(
          10,
          (frame, lease) -> {
            frames.add(frame);
            leases.add(lease);
          });

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  @Test
  void frameOfOnePartIsNotCopied() {
    ByteBuffer part = bytes(1, 2, 3);
    CompletableFuture<Void> done = assembler.add(part, true).toCompletableFuture();
    assertSame(part, frames.get(0));
    assertFalse(done.isDone());
    leases.get(0).release();
    assertTrue(done.isDone());
  }

  @Test
  void memoryThatAValueShowsIsNeverGivenBack() {
    CompletableFuture<Void> done = assembler.add(bytes(1), true).toCompletableFuture();
    leases.get(0).keep();
    assertFalse(done.isDone());
  }

  @Test
  void partsArePutTogetherAndGivenBack() {
    CompletableFuture<Void> first = assembler.add(bytes(1, 2), false).toCompletableFuture();
    assertFalse(first.isDone());
    CompletableFuture<Void> last = assembler.add(bytes(3), true).toCompletableFuture();
    assertEquals(bytes(1, 2, 3), frames.get(0));
    assertTrue(first.isDone() && last.isDone());
    assembler.add(bytes(4), true);
    assertEquals(bytes(4), frames.get(1));
  }

  @Test
  void frameAboveTheLimitIsRefused() {
    assembler.add(ByteBuffer.allocate(6), false);
    assertThrows(IllegalArgumentException.class, () -> assembler.add(ByteBuffer.allocate(5), true));
  }

  @ParameterizedTest
  @CsvSource({
    "http://host:9000, ws://host:9000/ws",
    "http://host:9000//, ws://host:9000/ws",
    "https://host/prefix/, wss://host/prefix/ws",
    "HTTP://host, ws://host/ws",
    "ws://host/other, ws://host/other"
  })
  void socketIsBesideTheServer(String given, String expected) {
    assertEquals(expected, ServerUrl.webSocket(given).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host:9000",
        "http://",
        "ftp://host",
        "http://host?x=1",
        "http://a b",
        "http://u@h"
      })
  void addressThatIsNoneIsRefused(String given) {
    HyphaClientException bad =
        assertThrows(HyphaClientException.class, () -> ServerUrl.webSocket(given));
    assertEquals(HyphaClientException.Kind.BAD_URL, bad.kind());
  }

  @Test
  void pausesDoubleWithinTheirBounds() {
    ReconnectPolicy policy = ReconnectPolicy.DEFAULT;
    assertEquals(Duration.ofSeconds(1), policy.pause(0, 0));
    assertEquals(Duration.ofSeconds(2), policy.pause(0, 1));
    assertEquals(Duration.ofSeconds(8), policy.pause(3, 0));
    assertEquals(Duration.ofSeconds(12), policy.pause(3, 0.5));
    assertEquals(Duration.ofSeconds(30), policy.pause(999_999, 0));
    assertEquals(Duration.ofSeconds(60), policy.pause(999_999, 1));
  }
}
