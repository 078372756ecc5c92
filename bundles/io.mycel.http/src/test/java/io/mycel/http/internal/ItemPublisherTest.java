package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ItemPublisherTest {
  private final FakeGenerator generator = new FakeGenerator();
  private final Collector client = new Collector();

  private static final ItemPublisher.Encoder PLAIN =
      new ItemPublisher.Encoder() {
        @Override
        public ByteBuffer item(Object value) {
          if ("unwritable".equals(value)) {
            throw new RpcException(RpcException.Kind.DATA, "no form");
          }
          return bytes(String.valueOf(value));
        }

        @Override
        public ByteBuffer failure(Throwable failure) {
          return bytes("failed: " + ErrorMapping.unwrap(failure).getMessage());
        }

        @Override
        public Optional<ByteBuffer> end() {
          return Optional.of(bytes("end"));
        }

        private ByteBuffer bytes(String text) {
          return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }
      };

  private ItemPublisher publisher() {
    return new ItemPublisher(generator.remote(), PLAIN, 3);
  }

  @Test
  void asksForNothingBeforeThePieceIsWanted() {
    generator.item("a").item("b");
    publisher().subscribe(client);
    assertEquals(0, generator.asked);

    client.subscription.request(1);

    assertEquals(1, generator.asked);
    assertEquals(List.of("a"), client.pieces);
    assertEquals(0, client.completed);
  }

  @Test
  void endsWithItsLastPieceAndCompletes() {
    generator.item("a").item(null);
    publisher().subscribe(client);

    client.subscription.request(Long.MAX_VALUE);

    assertEquals(List.of("a", "null", "end"), client.pieces);
    assertEquals(1, client.completed);
    assertEquals(3, generator.asked);
    assertEquals(0, generator.closed);
  }

  @Test
  void manyItemsAtHandNeedNoDeepStack() {
    for (int i = 0; i < 100_000; i++) {
      generator.item(i);
    }
    publisher().subscribe(client);

    client.subscription.request(Long.MAX_VALUE);

    assertEquals(100_001, client.pieces.size());
    assertEquals("99999", client.pieces.get(99_999));
  }

  @Test
  void aBlobIsReadBeforeItIsWrittenAndATooLargeOneSaysSo() {
    generator.item(blob("abc")).item(blob("abcd"));
    publisher().subscribe(client);

    client.subscription.request(Long.MAX_VALUE);

    assertEquals(2, client.pieces.size(), client.pieces::toString);
    assertTrue(client.pieces.get(0).startsWith("Blob["), client.pieces::toString);
    assertTrue(client.pieces.get(1).startsWith("failed: the blobs of one message are larger"));
  }

  private static Map<String, Object> blob(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    RpcFunction read = call -> bytes;
    return Map.of(
        "_rtype", "iostream", "_rnative", "js:blob", "size", bytes.remaining(), "read", read);
  }

  @Test
  void oneItemIsAskedForAtATime() {
    CompletableFuture<Object> first = generator.later();
    generator.item("b");
    publisher().subscribe(client);

    client.subscription.request(5);
    client.subscription.request(5);
    assertEquals(1, generator.asked);

    first.complete("a");
    assertEquals(List.of("a", "b", "end"), client.pieces);
  }

  @Test
  void goneClientClosesTheGeneratorOnceAndHearsNoMore() {
    CompletableFuture<Object> late = generator.later();
    publisher().subscribe(client);
    client.subscription.request(1);

    client.subscription.cancel();
    client.subscription.cancel();
    late.complete("late");
    client.subscription.request(1);

    assertEquals(1, generator.closed);
    assertEquals(List.of(), client.pieces);
    assertEquals(0, client.completed);
    assertEquals(1, generator.asked);
  }

  @Test
  void failureIsALastPieceAndClosesTheGenerator() {
    generator.item("a").failure(new RpcException(RpcException.Kind.REMOTE, "boom")).item("never");
    publisher().subscribe(client);

    client.subscription.request(10);

    assertEquals(List.of("a", "failed: boom"), client.pieces);
    assertEquals(1, client.completed);
    assertEquals(1, generator.closed);
    assertEquals(2, generator.asked);
  }

  @Test
  void itemWithoutAFormIsAFailure() {
    generator.item("unwritable").item("never");
    publisher().subscribe(client);

    client.subscription.request(10);

    assertEquals(List.of("failed: no form"), client.pieces);
    assertEquals(1, generator.closed);
  }

  @Test
  void requestOfNothingIsAnError() {
    publisher().subscribe(client);

    client.subscription.request(0);

    assertInstanceOf(IllegalArgumentException.class, client.failure);
    assertEquals(1, generator.closed);
  }

  @Test
  void secondSubscriberIsRefused() {
    ItemPublisher publisher = publisher();
    publisher.subscribe(new Collector());

    publisher.subscribe(client);

    assertInstanceOf(IllegalStateException.class, client.failure);
    assertEquals(0, generator.closed);
  }

  @Test
  void abandonedStreamClosesTheGenerator() {
    ItemPublisher publisher = publisher();

    publisher.abandon();
    publisher.abandon();

    assertEquals(1, generator.closed);
  }
}
