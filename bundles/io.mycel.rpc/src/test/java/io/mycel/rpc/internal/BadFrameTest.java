package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.Service;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Frames that no client of good will sends. */
class BadFrameTest {
  private final TestNet net = new TestNet();
  private final Peer provider = net.peer("ws", "provider");
  private final Peer consumer = net.peer("ws", "consumer");

  BadFrameTest() {
    provider
        .services()
        .put("s", Service.builder("s").function("f", call -> call.args().size()).build());
  }

  private ChunkTest.Leases receive(ByteBuffer main, ByteBuffer extra) {
    ChunkTest.Leases lease = new ChunkTest.Leases();
    net.engine().receive(provider, main, extra, lease);
    assertEquals(1, lease.released + lease.kept, "the lease was not used exactly once");
    return lease;
  }

  private static ByteBuffer pack(Object tree) {
    return MsgpackWriter.gather(tree, 200).join();
  }

  private static Map<String, Object> main(String method) {
    Map<String, Object> main = new HashMap<>();
    main.put("type", "method");
    main.put("from", "ws/consumer");
    main.put("to", "ws/provider");
    main.put("method", method);
    main.put("session", "waiting");
    return main;
  }

  @Test
  void aBrokenPayloadIsCountedAndAnsweredAndTheNextCallWorks() {
    net.lost = main -> "services.s.g".equals(main.get("method"));
    CompletableFuture<Object> answer = consumer.function("ws/provider", "services.s.g").call();
    Map<String, Object> main = main("services.s.f");
    main.put("session", consumer.conversation().sessions().keySet().iterator().next());
    receive(pack(main), ByteBuffer.wrap(new byte[] {(byte) 0x81, (byte) 0xa4, 'a'}));
    RpcException failure = CallTest.failure(answer);
    assertTrue(failure.getMessage().contains("are left"), failure.getMessage());
    assertEquals(1, provider.conversation().badFrames().sum());
    assertEquals(2L, consumer.function("ws/provider", "services.s.f").call(1, 2).join());
  }

  /** The clients in Python and JavaScript merge the second map over the first. */
  @Test
  void secondMapSaysNothingOfWhoCalls() {
    AtomicReference<Call.Context> seen = new AtomicReference<>();
    provider
        .services()
        .put(
            "who",
            Service.builder("who")
                .function(
                    "f",
                    call -> {
                      seen.set(call.context());
                      return null;
                    })
                .build());
    Map<String, Object> main = main("services.who.f");
    main.put("ws", "ws");
    main.put("user", Map.of("id", "honest"));
    Map<String, Object> liar = Map.of("id", "root");
    receive(
        pack(main),
        pack(
            Map.of(
                "args",
                List.of(),
                "from",
                "public/root",
                "ws",
                "public",
                "user",
                liar,
                "to",
                "public/x",
                "ctx",
                Map.of("from", "public/root", "user", liar))));
    assertEquals(main.get("from"), seen.get().from());
    assertEquals("ws", seen.get().workspace());
    assertEquals("honest", seen.get().user().get("id"));
    assertEquals("ws/provider", seen.get().to());
  }

  @Test
  void framesThatAreNoMapsAreRefused() {
    ByteBuffer none = ByteBuffer.allocate(0);
    List<ByteBuffer> mains =
        List.of(
            none,
            pack(1L),
            pack(List.of()),
            pack(Map.of(1L, 2L)),
            ByteBuffer.wrap(new byte[] {(byte) 0xc1}));
    for (ByteBuffer main : mains) {
      receive(main, none);
    }
    receive(pack(main("services.s.f")), pack(List.of(1L)));
    receive(pack(main("services.s.f")), pack(Map.of("args", "text")));
    receive(pack(main("services.s.f")), pack(Map.of(1L, 1L)));
    assertEquals(mains.size() + 3, provider.conversation().badFrames().sum());
  }

  @Test
  void bytesAfterTheEndAreRefused() {
    ByteBuffer two = Gather.of(List.of(pack(Map.of("args", List.of())), pack(1L))).join();
    receive(pack(main("services.s.f")), two);
    receive(Gather.of(List.of(pack(main("services.s.f")), pack(1L))).join(), pack(Map.of()));
    assertEquals(2, provider.conversation().badFrames().sum());
  }

  @Test
  void aDeepFrameIsRefused() {
    byte[] deep = new byte[10_000];
    Arrays.fill(deep, (byte) 0x91);
    deep[deep.length - 1] = 1;
    ByteBuffer extra = ByteBuffer.allocate(deep.length + 6);
    extra
        .put((byte) 0x81)
        .put((byte) 0xa4)
        .put("args".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    extra.put(deep).flip();
    receive(pack(main("services.s.f")), extra);
    assertEquals(1, provider.conversation().badFrames().sum());
  }

  @Test
  void aClosedPeerDropsWhatArrives() {
    provider.close("it is late");
    receive(pack(main("services.s.f")), pack(Map.of("args", List.of(), "promise", "*")));
    assertEquals(0, net.mains.size());
  }

  @Test
  void functionsInAnAnswerBelongToWhomItIsSent() {
    io.mycel.api.rpc.RpcFunction make = call -> (io.mycel.api.rpc.RpcFunction) inner -> 1;
    provider
        .services()
        .put("pub", Service.builder("pub").visibility("public").function("f", make).build());
    Map<String, Object> main = main("services.pub.f");
    main.remove("from");
    Map<String, Object> resolve =
        Map.of("_rtype", "method", "_rtarget", "ws/consumer", "_rmethod", "S.resolve");
    receive(pack(main), pack(Map.of("promise", Map.of("resolve", resolve))));
    var session = provider.conversation().sessions().values().iterator().next();
    assertEquals("ws/consumer", session.target());
  }

  @Test
  void oddFieldsAreSurvived() {
    Object[] odd = {null, 1L, "text", "", ".", "..", "services", true, List.of(), Map.of(), 2.5};
    for (String field :
        List.of("type", "from", "to", "method", "session", "parent", "user", "ws")) {
      for (Object value : odd) {
        Map<String, Object> main = main("services.s.f");
        main.put(field, value);
        receive(pack(main), pack(Map.of("args", List.of(1L), "promise", "*", "t", 10.0)));
        main.put("method", "unknown.resolve");
        receive(pack(main), pack(Map.of()));
      }
    }
    for (String field : List.of("args", "promise", "with_kwargs", "t")) {
      for (Object value : odd) {
        Map<String, Object> extra =
            new HashMap<>(Map.of("args", List.of(Map.of()), "promise", "*"));
        extra.put(field, value);
        receive(pack(main("services.s.f")), pack(extra));
      }
    }
    assertTrue(provider.conversation().running().isEmpty());
    assertEquals(1L, consumer.function("ws/provider", "services.s.f").call(1).join());
  }

  @Test
  void aPromiseOfAnotherShapeGetsNoAnswerButTheCallRuns() {
    for (Object promise :
        List.of(Map.of(), Map.of("resolve", 1L), Map.of("resolve", Map.of()), "?")) {
      receive(pack(main("services.s.f")), pack(Map.of("args", List.of(), "promise", promise)));
    }
    assertEquals(0, net.mains.size());
  }

  @Test
  void aCallWithoutFromIsAnsweredWhereItsPromiseSays() {
    Map<String, Object> main = main("services.pub.f");
    main.remove("from");
    provider
        .services()
        .put("pub", Service.builder("pub").visibility("public").function("f", call -> 1L).build());
    Map<String, Object> resolve =
        Map.of("_rtype", "method", "_rtarget", "ws/consumer", "_rmethod", "S.resolve");
    receive(pack(main), pack(Map.of("promise", Map.of("resolve", resolve))));
    assertEquals(List.of("S.resolve"), net.mains.stream().map(m -> m.get("method")).toList());
    assertEquals("ws/consumer", net.mains.get(0).get("to"));
    assertEquals("waiting", net.mains.get(0).get("parent"));
  }

  @Test
  void anUndecodableArgumentIsTheCallersError() {
    Map<String, Object> array = new HashMap<>();
    array.put("_rtype", "ndarray");
    array.put("_rvalue", new byte[4]);
    array.put("_rshape", List.of(4L));
    array.put("_rdtype", null);
    RpcException failure =
        CallTest.failure(consumer.function("ws/provider", "services.s.f").call(array));
    assertTrue(failure.getMessage().contains("without a dtype"), failure.getMessage());
    assertEquals(0, provider.conversation().badFrames().sum());
  }

  @Test
  void anUndecodableResultFailsTheCall() {
    Map<String, Object> set = Map.of("_rtype", "set", "_rvalue", 1L);
    provider.services().put("s", Service.builder("s").function("f", call -> set).build());
    RpcException failure =
        CallTest.failure(consumer.function("ws/provider", "services.s.f").call());
    assertEquals(RpcException.Kind.DATA, failure.kind());
    assertTrue(consumer.conversation().sessions().isEmpty());
  }

  @Test
  void aResultWithoutARepresentationIsAFailure() {
    provider.services().put("s", Service.builder("s").function("f", call -> new Object()).build());
    RpcException failure =
        CallTest.failure(consumer.function("ws/provider", "services.s.f").call());
    assertTrue(failure.getMessage().contains("no representation"), failure.getMessage());
  }

  @Test
  void anArgumentWithoutARepresentationFailsBeforeAnythingIsSent() {
    RpcException failure =
        CallTest.failure(consumer.function("ws/provider", "services.s.f").call(new Object()));
    assertEquals(RpcException.Kind.DATA, failure.kind());
    assertEquals(0, net.mains.size());
    assertTrue(consumer.conversation().sessions().isEmpty());
  }

  @Test
  void aParentThatIsOverEndsACallback() {
    provider
        .services()
        .put(
            "s",
            Service.builder("s")
                .function("f", call -> (io.mycel.api.rpc.RpcFunction) inner -> 1)
                .build());
    consumer.function("ws/provider", "services.s.f").call().join();
    var session = provider.conversation().sessions().values().iterator().next();
    String method = session.id() + "." + session.functions().keySet().iterator().next();
    Map<String, Object> main = main(method);
    main.put("parent", "over");
    receive(pack(main), pack(Map.of("args", List.of(), "promise", "*")));
    assertEquals("waiting.reject", net.mains.get(net.mains.size() - 1).get("method"));
    main.put("parent", session.id());
    receive(pack(main), pack(Map.of("args", List.of(), "promise", "*")));
    assertEquals("waiting.resolve", net.mains.get(net.mains.size() - 1).get("method"));
  }

  @Test
  void randomFramesHarmNobody() {
    Random random = new Random(99);
    byte[] mainBytes = bytes(pack(main("services.s.f")));
    byte[] extraBytes =
        bytes(
            pack(
                Map.of(
                    "args",
                    List.of(
                        1L,
                        Map.of(
                            "_rtype",
                            "ndarray",
                            "_rvalue",
                            new byte[4],
                            "_rshape",
                            List.of(4L),
                            "_rdtype",
                            "uint8")),
                    "promise",
                    "*")));
    for (int round = 0; round < 20_000; round++) {
      receive(mutate(mainBytes, random), mutate(extraBytes, random));
    }
    assertTrue(provider.conversation().badFrames().sum() > 1000);
    assertTrue(provider.conversation().running().isEmpty());
    assertEquals(0L, consumer.function("ws/provider", "services.s.f").call().join());
    assertFalse(net.mains.isEmpty());
    assertEquals(Collections.emptySet(), consumer.conversation().sessions().keySet());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static ByteBuffer mutate(byte[] frame, Random random) {
    byte[] mutated = Arrays.copyOf(frame, frame.length - (random.nextInt(8) == 0 ? 1 : 0));
    for (int i = random.nextInt(3); i > 0; i--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
    }
    return ByteBuffer.wrap(mutated);
  }
}
