package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.ChunkedMessage;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static final String CACHE = "services.built-in.message_cache.";

  private TestNet net = new TestNet();
  private Peer provider = net.peer("ws", "provider");
  private Peer consumer = net.peer("ws", "consumer");

  private void small(int messageBytes, int cacheBytes, int chunks, int messages) {
    RpcLimits d = RpcLimits.defaults();
    net =
        new TestNet(
            new RpcLimits(
                d.depth(),
                d.values(),
                1024,
                3,
                messageBytes,
                chunks,
                cacheBytes,
                messages,
                d.cacheIdle(),
                d.sessions(),
                d.sessionIdle(),
                d.runningCalls(),
                d.remoteObjects(),
                d.apiVersionLife()));
    provider = net.peer("ws", "provider");
    consumer = net.peer("ws", "consumer");
  }

  private void serve(RpcFunction function) {
    provider.services().put("test", Service.builder("test").function("f", function).build());
  }

  private CompletableFuture<Object> call(Object argument) {
    return consumer.function("ws/provider", "services.test.f").call(argument);
  }

  private CompletableFuture<Object> cache(String method, Object... args) {
    return consumer.function("ws/provider", CACHE + method).call(args);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** The provider answers like a client of generation A, which has no version. */
  private void providerOfGenerationA() {
    RpcFunction getService =
        call -> Map.of("id", "built-in", "config", Map.of("visibility", "public"));
    provider
        .services()
        .put(
            "built-in",
            Service.builder("built-in")
                .visibility("public")
                .function("get_service", getService)
                .build());
  }

  @Test
  void aLongArgumentAndALongResultTravelInPieces() {
    serve(call -> call.args().get(0));
    ByteBuffer sent = ByteBuffer.wrap(random(3_000_000));
    assertEquals(sent, call(sent).join());
    assertEquals(24, net.count("message_cache.set"));
    assertEquals(2, net.count("message_cache.process"));
    assertTrue(net.longest <= 512 * 1024, "a frame of " + net.longest);
    assertTrue(provider.conversation().chunked().isEmpty());
    assertEquals(0, provider.conversation().chunkedBytes().get());
    assertTrue(consumer.conversation().sessions().isEmpty());
  }

  @Test
  void generationAGetsItsPiecesOneAfterTheOther() {
    providerOfGenerationA();
    AtomicReference<Object> seen = new AtomicReference<>();
    serve(
        call -> {
          seen.set(call.args().get(0));
          return null;
        });
    ByteBuffer sent = ByteBuffer.wrap(random(1_000_000));
    call(sent).join();
    assertEquals(sent, seen.get());
    assertEquals(4, net.count("message_cache.append"));
    assertEquals(0, net.count("message_cache.set"));
    List<String> order = new ArrayList<>();
    for (Map<String, Object> main : net.mains) {
      String method = String.valueOf(main.get("method"));
      if (method.startsWith(CACHE)) {
        order.add(method.substring(CACHE.length()));
      } else if (method.endsWith(".resolve") && main.get("to").equals("ws/consumer")) {
        order.add("ok");
      }
    }
    assertEquals(
        List.of(
            "ok", "create", "ok", "append", "ok", "append", "ok", "append", "ok", "append", "ok",
            "process", "ok", "ok"),
        order);
  }

  @Test
  void theDialectIsAskedForOnceInAWhile() {
    serve(call -> null);
    byte[] sent = random(300_000);
    call(sent).join();
    call(sent).join();
    assertEquals(1, net.count("get_service"));
    net.clock.advance(Duration.ofMinutes(11));
    call(sent).join();
    assertEquals(2, net.count("get_service"));
  }

  @Test
  void noMoreThanTheAllowedPiecesAreOnTheirWay() {
    serve(call -> null);
    call(random(300_000)).join();
    net.mains.clear();
    net.lost = main -> String.valueOf(main.get("method")).endsWith("message_cache.set");
    AtomicReference<Integer> asked = new AtomicReference<>(0);
    net.lost =
        main -> {
          boolean piece = String.valueOf(main.get("method")).endsWith("message_cache.set");
          asked.updateAndGet(n -> piece ? n + 1 : n);
          return piece;
        };
    CompletableFuture<Object> answer = call(random(20_000_000));
    assertEquals(30, asked.get());
    assertFalse(answer.isDone());
    net.clock.advance(Duration.ofSeconds(31));
    assertEquals(RpcException.Kind.TIMEOUT, CallTest.failure(answer).kind());
    assertEquals(1, net.count("message_cache.remove"));
    assertTrue(provider.conversation().chunked().isEmpty());
  }

  @Test
  void sixtyFourMegabytesAreCopiedOnceOnEachSide() {
    byte[] payload = new byte[64 << 20];
    payload[payload.length - 1] = 7;
    AtomicReference<NdArray> seen = new AtomicReference<>();
    serve(
        call -> {
          seen.set((NdArray) call.args().get(0));
          return call.args().size();
        });
    assertEquals(
        1L, call(new NdArray("uint8", new int[] {1 << 26}, ByteBuffer.wrap(payload))).join());
    assertEquals(1 << 26, seen.get().size());
    assertEquals(7, seen.get().data().get(payload.length - 1));
    assertTrue(net.bytes < payload.length * 1.01, "sent " + net.bytes);
  }

  @Test
  void piecesAreViewsUntilTheMessageIsPutTogether() {
    Leases leases = new Leases();
    ChunkedMessage message = new ChunkedMessage(0);
    byte[] first = random(10_000);
    message.set(1, ByteBuffer.wrap(random(5000)), leases, 0);
    message.set(0, ByteBuffer.wrap(first), leases, 0);
    first[0] = 42;
    assertEquals(15_000, message.bytes());
    ByteBuffer whole = message.assemble();
    assertEquals(42, whole.get(0), "a piece was copied before the message was put together");
    assertEquals(2, leases.released);
    first[0] = 1;
    assertEquals(42, whole.get(0));
  }

  @Test
  void aReplacedOrLatePieceGivesItsMemoryBack() {
    Leases leases = new Leases();
    ChunkedMessage message = new ChunkedMessage(0);
    message.set(0, ByteBuffer.allocate(10), leases, 0);
    assertEquals(-5, message.set(0, ByteBuffer.allocate(5), leases, 0));
    assertEquals(1, leases.released);
    message.end();
    assertEquals(0, message.set(1, ByteBuffer.allocate(5), leases, 0));
    assertEquals(3, leases.released);
    assertEquals(0, leases.kept);
  }

  static final class Leases implements Lease {
    int released;
    int kept;

    @Override
    public void release() {
      released++;
    }

    @Override
    public void keep() {
      kept++;
    }
  }

  @Test
  void theProcessCallSaysWhoSentTheMessage() {
    AtomicReference<Call.Context> seen = new AtomicReference<>();
    serve(
        call -> {
          seen.set(call.context());
          return null;
        });
    Map<String, Object> main =
        Map.of(
            "type",
            "method",
            "from",
            "ws/forged",
            "to",
            "ws/else",
            "method",
            "services.test.f",
            "user",
            Map.of("id", "root"),
            "ws",
            "forged");
    ByteBuffer message = MsgpackWriter.gather(main, 10).join();
    cache("create", "k", false).join();
    cache("append", "k", message, false).join();
    cache("process", "k", false).join();
    assertEquals("ws/consumer", seen.get().from());
    assertEquals("ws", seen.get().workspace());
    assertEquals("user-of-ws/consumer", seen.get().user().get("id"));
    assertEquals("ws/provider", seen.get().to());
  }

  @Test
  void anotherClientCannotTouchAMessage() {
    cache("create", "k", false).join();
    RemoteFunction append = net.peer("ws", "other").function("ws/provider", CACHE + "append");
    RpcException refused = CallTest.failure(append.call("k", random(10), false));
    assertTrue(refused.getMessage().contains("no chunked message with the key k"));
  }

  @Test
  void heartbeatMayBeAKeyword() {
    RemoteFunction create = consumer.function("ws/provider", CACHE + "create");
    RemoteFunction append = consumer.function("ws/provider", CACHE + "append");
    create.call(List.of("k"), Map.of("heartbeat", false)).join();
    append.call(List.of("k", random(10)), Map.of("heartbeat", false)).join();
    assertEquals(10, provider.conversation().chunkedBytes().get());
    cache("remove", "k").join();
    assertEquals(0, provider.conversation().chunkedBytes().get());
  }

  @Test
  void piecesOfAnAnswerKeepItsCallAlive() {
    net.lost = main -> String.valueOf(main.get("method")).endsWith("test.f");
    CompletableFuture<Object> answer = call(1);
    String session = consumer.conversation().sessions().keySet().iterator().next();
    Peer answering = provider;
    net.clock.advance(Duration.ofSeconds(25));
    answering.function("ws/consumer", CACHE + "create").call(session, true).join();
    net.clock.advance(Duration.ofSeconds(25));
    answering.function("ws/consumer", CACHE + "append").call(session, random(10), true).join();
    net.clock.advance(Duration.ofSeconds(25));
    assertFalse(answer.isDone());
    net.clock.advance(Duration.ofSeconds(10));
    assertEquals(RpcException.Kind.TIMEOUT, CallTest.failure(answer).kind());
  }

  @Test
  void anUnfinishedMessageIsForgottenWhenIdle() {
    cache("create", "k", false).join();
    cache("append", "k", random(5000), false).join();
    net.clock.advance(Duration.ofSeconds(59));
    assertEquals(5000, provider.conversation().chunkedBytes().get());
    net.clock.advance(Duration.ofSeconds(2));
    assertEquals(0, provider.conversation().chunkedBytes().get());
    assertTrue(provider.conversation().chunked().isEmpty());
  }

  @Test
  void aMessageTooLongIsRefusedAndForgotten() {
    small(5000, 1_000_000, 100, 10);
    serve(call -> null);
    RpcException refused = CallTest.failure(call(random(6000)));
    assertTrue(refused.getMessage().contains("limit of 5000 bytes"), refused.getMessage());
    assertTrue(provider.conversation().chunked().isEmpty());
    assertEquals(0, provider.conversation().chunkedBytes().get());
  }

  @Test
  void allMessagesTogetherHaveALimit() {
    small(100_000, 4000, 100, 10);
    cache("create", "a", false).join();
    cache("create", "b", false).join();
    cache("append", "a", random(3000), false).join();
    RpcException refused = CallTest.failure(cache("append", "b", random(3000), false));
    assertTrue(refused.getMessage().contains("all unfinished messages"), refused.getMessage());
    assertEquals(3000, provider.conversation().chunkedBytes().get());
  }

  @Test
  void oneSenderGetsNoMoreThanIsLeftForOthers() {
    small(100_000, 10_000, 100, 10);
    cache("create", "a", false).join();
    cache("append", "a", random(2500), false).join();
    cache("append", "a", random(2500), false).join();
    RpcException refused = CallTest.failure(cache("append", "a", random(100), false));
    assertTrue(refused.getMessage().contains("of one sender"), refused.getMessage());
    assertEquals(0, provider.conversation().chunkedBytes().get());

    cache("create", "b", false).join();
    cache("append", "b", random(5000), false).join();
    Peer other = net.peer("ws", "other");
    other.function("ws/provider", CACHE + "create").call("k", false).join();
    other.function("ws/provider", CACHE + "append").call("k", random(2500), false).join();
  }

  @Test
  void theMessagesOfAllPeersHaveALimit() {
    small(100_000, 10_000, 100, 10);
    Peer second = net.peer("ws", "second");
    cache("create", "a", false).join();
    cache("append", "a", random(8000), false).join();
    Peer other = net.peer("ws", "other");
    other.function("ws/second", CACHE + "create").call("k", false).join();
    CompletableFuture<Object> piece =
        other.function("ws/second", CACHE + "append").call("k", random(3000), false);
    RpcException refused = CallTest.failure(piece);
    assertTrue(refused.getMessage().contains("limit of 10000 bytes"), refused.getMessage());
    assertEquals(0, second.conversation().chunkedBytes().get());
    cache("remove", "a").join();
    other.function("ws/second", CACHE + "create").call("k", false).join();
    other.function("ws/second", CACHE + "append").call("k", random(3000), false).join();
  }

  @Test
  void aMessageThatTheHeapHasNoRoomForIsRefused() {
    ChunkedMessage message = new ChunkedMessage(0);
    Leases leases = new Leases();
    ByteBuffer piece = ByteBuffer.allocate(1 << 20);
    for (int i = 0; i < 2047; i++) {
      message.set(i, piece, leases, 0);
    }
    // no JVM makes an array of this length
    message.set(2047, piece.slice(0, (1 << 20) - 1), leases, 0);
    assertEquals(Integer.MAX_VALUE, message.bytes());
    RpcException refused = assertThrows(RpcException.class, message::assemble);
    assertTrue(
        refused.getMessage().contains("no memory for 2147483647 bytes"), refused::getMessage);
    message.end();
    assertEquals(2048, leases.released);
  }

  @Test
  void limitsFitTheHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    RpcLimits limits = RpcLimits.defaults();
    assertTrue(limits.messageBytes() <= heap / 4 && limits.messageBytes() <= 512L << 20);
    assertTrue(limits.cacheBytes() <= heap / 2 && limits.cacheBytes() <= 1L << 30);
  }

  @Test
  void theNumberOfPiecesAndMessagesHasALimit() {
    small(100_000, 100_000, 3, 2);
    cache("create", "a", false).join();
    assertTrue(
        CallTest.failure(cache("set", "a", 3, random(1), false)).getMessage().contains("0 to 2"));
    for (Object index : new Object[] {-1, 1L << 40, "0", null}) {
      assertTrue(
          CallTest.failure(cache("set", "a", index, random(1), false))
              .getMessage()
              .contains("0 to 2"));
    }
    for (int i = 0; i < 3; i++) {
      cache("append", "a", random(1), false).join();
    }
    assertTrue(
        CallTest.failure(cache("append", "a", random(1), false)).getMessage().contains("3 pieces"));
    cache("create", "b", false).join();
    cache("create", "c", false).join();
    RpcException refused = CallTest.failure(cache("create", "d", false));
    assertTrue(refused.getMessage().contains("2 unfinished"), refused.getMessage());
  }

  @Test
  void misuseOfTheMessageCacheIsTold() {
    assertTrue(CallTest.failure(cache("create")).getMessage().contains("needs a key"));
    assertTrue(
        CallTest.failure(cache("append", "x", random(1))).getMessage().contains("create it first"));
    assertTrue(CallTest.failure(cache("process", "x")).getMessage().contains("create it first"));
    assertTrue(CallTest.failure(cache("remove", "x")).getMessage().contains("create it first"));
    cache("create", "k").join();
    assertTrue(CallTest.failure(cache("create", "k")).getMessage().contains("there already"));
    cache("create", "k", false, true).join();
    assertTrue(
        CallTest.failure(cache("append", "k", "text")).getMessage().contains("must be bytes"));
    cache("set", "k", 2, random(10)).join();
    assertTrue(
        CallTest.failure(cache("process", "k")).getMessage().contains("piece 0 of 3 is missing"));
    assertTrue(provider.conversation().chunked().isEmpty());
    assertEquals(
        RpcException.Kind.METHOD_NOT_FOUND, CallTest.failure(cache("explode", "k")).kind());
  }

  @Test
  void anAssembledMessageThatCannotBeReadIsCounted() {
    cache("create", "k").join();
    cache("append", "k", new byte[] {(byte) 0xc1}).join();
    cache("process", "k").join();
    assertEquals(1, provider.conversation().badFrames().sum());
    Map<String, Object> main = Map.of("type", "method", "method", CACHE + "create", "session", "s");
    cache("create", "k").join();
    cache("append", "k", MsgpackWriter.gather(main, 10).join()).join();
    cache("process", "k").join();
    assertEquals(2, provider.conversation().badFrames().sum());
  }

  @Test
  void aPieceWaitsForItsLeaseAndAnArgumentKeepsIts() {
    serve(call -> call.args().get(0) instanceof ByteBuffer);
    cache("create", "k").join();
    Leases piece = new Leases();
    deliver(piece, CACHE + "append", List.of("k", ByteBuffer.wrap(random(5000))));
    assertEquals(0, piece.released + piece.kept);
    cache("remove", "k").join();
    assertEquals(1, piece.released);
    Leases argument = new Leases();
    deliver(argument, "services.test.f", List.of(ByteBuffer.wrap(random(10))));
    assertEquals(1, argument.kept);
    Leases plain = new Leases();
    deliver(plain, "services.test.f", List.of("text"));
    assertEquals(1, plain.released);
    Leases refused = new Leases();
    deliver(refused, "services.none.f", List.of(ByteBuffer.wrap(random(10))));
    assertEquals(1, refused.released);
    assertEquals(0, refused.kept);
  }

  private void deliver(Leases lease, String method, List<Object> args) {
    Map<String, Object> main =
        Map.of("type", "method", "from", "ws/consumer", "to", "ws/provider", "method", method);
    net.engine()
        .receive(
            provider,
            MsgpackWriter.gather(main, 10).join(),
            MsgpackWriter.gather(Map.of("args", args), 10).join(),
            lease);
  }

  @Test
  void gatheredBytesAreCopiedFromAnyPlace() {
    Gather gather =
        Gather.of(
            List.of(
                ByteBuffer.wrap(new byte[] {0, 1, 2}),
                ByteBuffer.wrap(new byte[] {3}),
                ByteBuffer.wrap(new byte[] {4, 5})));
    byte[] all = {0, 1, 2, 3, 4, 5};
    for (int from = 0; from <= 6; from++) {
      for (int to = from; to <= 6; to++) {
        byte[] copy = new byte[to - from];
        gather.copy(from, to - from).get(copy);
        assertArrayEquals(java.util.Arrays.copyOfRange(all, from, to), copy);
      }
    }
    ByteBuffer only = ByteBuffer.wrap(all);
    assertSame(all, Gather.of(List.of(only)).join().array());
  }
}
