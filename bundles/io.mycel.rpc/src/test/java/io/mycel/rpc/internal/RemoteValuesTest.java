package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Blobs;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RemoteStream;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Service;
import io.mycel.api.rpc.v1.Blob;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generators, streams and remote objects: values that stay where they are. */
class RemoteValuesTest {
  private TestNet net = new TestNet();
  private Peer provider = net.peer("ws", "provider");
  private Peer consumer = net.peer("ws", "consumer");

  private Object call(RpcFunction function, Object... args) {
    provider.services().put("test", Service.builder("test").function("f", function).build());
    return consumer.function("ws/provider", "services.test.f").call(args).join();
  }

  @Test
  void aGeneratorGivesItsItemsAndEnds() {
    RemoteGenerator items = (RemoteGenerator) call(call -> Arrays.asList(1L, null, "x").iterator());
    assertEquals(Optional.of(new RemoteGenerator.Item(1L)), items.next().join());
    assertEquals(Optional.of(new RemoteGenerator.Item(null)), items.next().join());
    assertEquals(Optional.of(new RemoteGenerator.Item("x")), items.next().join());
    assertEquals(Optional.empty(), items.next().join());
    assertTrue(provider.conversation().sessions().isEmpty(), "the generator's session lives on");
  }

  @Test
  void aGeneratorIsIteratedAndStreamed() {
    RemoteGenerator items = (RemoteGenerator) call(call -> Stream.of(1L, 2L, 3L));
    List<Object> seen = new ArrayList<>();
    items.forEach(seen::add);
    assertEquals(List.of(1L, 2L, 3L), seen);
    RemoteGenerator again = (RemoteGenerator) call(call -> List.of("a", "b").iterator());
    assertEquals(List.of("a", "b"), again.stream().toList());
    Iterator<Object> empty = ((RemoteGenerator) call(call -> List.of().iterator())).iterator();
    assertFalse(empty.hasNext());
    assertThrows(java.util.NoSuchElementException.class, empty::next);
  }

  @Test
  void closingAGeneratorEarlyFreesIt() {
    AtomicInteger closed = new AtomicInteger();
    RpcFunction numbers = call -> Stream.iterate(0L, n -> n + 1).onClose(closed::incrementAndGet);
    RemoteGenerator items = (RemoteGenerator) call(numbers);
    assertEquals(Optional.of(new RemoteGenerator.Item(0L)), items.next().join());
    items.close();
    assertEquals(1, closed.get());
    assertTrue(provider.conversation().sessions().isEmpty());
    RpcException over = CallTest.failure(items.next());
    assertEquals(RpcException.Kind.METHOD_NOT_FOUND, over.kind());
  }

  @Test
  void anAbandonedGeneratorIsClosedWhenItsTimeIsOver() {
    AtomicInteger closed = new AtomicInteger();
    RemoteGenerator items =
        (RemoteGenerator) call(call -> Stream.of(1L, 2L).onClose(closed::incrementAndGet));
    items.next().join();
    net.clock.advance(java.time.Duration.ofMinutes(11));
    assertEquals(1, closed.get());
    assertEquals(RpcException.Kind.METHOD_NOT_FOUND, CallTest.failure(items.next()).kind());
  }

  @Test
  void aGeneratorMayFail() {
    AtomicInteger closed = new AtomicInteger();
    RemoteGenerator items =
        (RemoteGenerator)
            call(call -> Stream.of(1L, 0L).map(n -> 1 / n).onClose(closed::incrementAndGet));
    assertEquals(Optional.of(new RemoteGenerator.Item(1L)), items.next().join());
    assertEquals("/ by zero", CallTest.failure(items.next()).getMessage());
    assertEquals(1, closed.get());
  }

  @Test
  void aGeneratorMayBeAnArgument() {
    AtomicInteger sum = new AtomicInteger();
    RpcFunction add =
        call -> {
          RemoteGenerator items = (RemoteGenerator) call.args().get(0);
          return items
              .next()
              .thenCompose(
                  one -> {
                    sum.addAndGet(((Long) one.orElseThrow().value()).intValue());
                    return items.next();
                  })
              .thenApply(two -> sum.addAndGet(((Long) two.orElseThrow().value()).intValue()));
        };
    assertEquals(7L, call(add, List.of(3L, 4L).iterator()));
  }

  @Test
  void aJavaStreamIsAFileToOthers(@TempDir Path folder) throws IOException {
    byte[] content = {1, 2, 3, 4, 5, 6, 7, 8};
    Path file = Files.write(folder.resolve("data"), content);
    for (InputStream source :
        List.of(new ByteArrayInputStream(content), new FileInputStream(file.toFile()))) {
      RemoteStream stream = (RemoteStream) call(call -> source);
      assertEquals("iostream", stream.members().get("_rtype"));
      assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), stream.read(3).join());
      stream.seek(6).join();
      assertEquals(ByteBuffer.wrap(new byte[] {7, 8}), stream.read(-1).join());
      assertEquals(0, stream.read(5).join().remaining());
      stream.seek(0).join();
      assertEquals(ByteBuffer.wrap(content), stream.read(-1).join());
      stream.function("close").call().join();
    }
  }

  /** As hypha-rpc has them in JavaScript. */
  private static Map<String, Object> lent(byte[] content, AtomicInteger reads) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    RpcFunction read =
        call -> {
          reads.incrementAndGet();
          ByteBuffer rest = bytes.slice();
          bytes.position(bytes.limit());
          return rest;
        };
    RpcFunction seek = call -> bytes.position(((Number) call.args().get(0)).intValue()).position();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("_rtype", "iostream");
    members.put("_rnative", "js:blob");
    members.put("type", "image/png");
    members.put("name", "a.png");
    members.put("size", content.length);
    members.put("read", read);
    members.put("seek", seek);
    return members;
  }

  @Test
  void blobsAreReadWhereverTheyAre() {
    AtomicInteger reads = new AtomicInteger();
    byte[] content = {1, 2, 3};
    Object received =
        call(
            call ->
                Map.of(
                    "list", List.of(lent(content, reads)),
                    "set", Set.of(lent(content, reads)),
                    "map", new OrderedMap(Map.of(1L, lent(content, reads)))));
    assertTrue(Blobs.areIn(received));
    assertEquals(0, reads.get());
    Blob blob = new Blob(ByteBuffer.wrap(content), "image/png", "a.png", null);
    Object expected =
        Map.of("list", List.of(blob), "set", Set.of(blob), "map", new OrderedMap(Map.of(1L, blob)));
    assertEquals(expected, Blobs.read(received, 9).toCompletableFuture().join());
    assertEquals(3, reads.get());
    assertEquals(
        expected,
        Blobs.read(received, 9).toCompletableFuture().join(),
        "whoever has it next reads it from its beginning");
    RpcException tooLarge =
        CallTest.failure(Blobs.read(received, 8).toCompletableFuture().thenApply(all -> all));
    assertTrue(tooLarge.getMessage().contains("larger than"), tooLarge.getMessage());
  }

  @Test
  void aValueThatContainsItselfIsRefusedAndADeepOneIsNot() {
    List<Object> own = new ArrayList<>();
    own.add(own);
    own.add(own);
    assertTrue(Blobs.areIn(own), "whoever reads it is told");
    RpcException failure =
        CallTest.failure(Blobs.read(own, 9).toCompletableFuture().thenApply(all -> all));
    assertEquals(RpcException.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("contain itself"), failure.getMessage());
    Object deep = lent(new byte[] {1}, new AtomicInteger());
    for (int i = 0; i < 1000; i++) {
      deep = List.of(deep);
    }
    List<?> read = (List<?>) Blobs.read(deep, 9).toCompletableFuture().join();
    for (int i = 0; i < 999; i++) {
      read = (List<?>) read.get(0);
    }
    assertInstanceOf(Blob.class, read.get(0));
  }

  @Test
  void whatIsNoBlobIsNotRead() {
    AtomicInteger reads = new AtomicInteger();
    byte[] plain = {1};
    assertSame(plain, Blobs.read(plain, 1).toCompletableFuture().join());
    Map<String, Object> file = lent(plain, reads);
    file.put("_rnative", "py:<class '_io.BytesIO'>");
    Object stream = call(call -> file);
    assertSame(stream, Blobs.read(stream, 1).toCompletableFuture().join());
    provider
        .services()
        .put("secret", Service.builder("secret").function("f", call -> "secret").build());
    Map<String, Object> forged = lent(plain, reads);
    forged.put("read", provider.function("ws/provider", "services.secret.f"));
    Object other = call(call -> forged);
    assertSame(other, Blobs.read(other, 1).toCompletableFuture().join());
    assertEquals(0, reads.get());
  }

  /** A function that takes a blob. */
  @FunctionalInterface
  public interface Naming {
    String name(Blob blob);
  }

  /** Functions that give blobs. */
  public interface Painter {
    Blob f();

    CompletableFuture<List<Blob>> g();
  }

  @Test
  void aStreamIsPassedOnWithinTheWorkspacesOfBoth() {
    AtomicInteger reads = new AtomicInteger();
    byte[] content = {1, 2, 3};
    Map<String, Object> members = lent(content, reads);
    RpcFunction ownFunction = call -> "own";
    members.put("deep", Map.of("own", ownFunction));
    RemoteStream stream = (RemoteStream) call(call -> members);
    RemoteFunction read = stream.function("read");
    assertEquals(ByteBuffer.wrap(content), from("ws/friend", read).join());
    RpcException stranger = CallTest.failure(from("other/stranger", read));
    assertEquals(RpcException.Kind.PERMISSION, stranger.kind());
    RemoteFunction own = (RemoteFunction) ((Map<?, ?>) stream.members().get("deep")).get("own");
    assertEquals("own", own.call().join());
    RpcException refused = CallTest.failure(from("ws/friend", own));
    assertTrue(refused.getMessage().contains("another client"), refused.getMessage());
    assertEquals(1, reads.get());
  }

  private CompletableFuture<Object> from(String address, RemoteFunction function) {
    String[] names = address.split("/");
    Peer other = net.peer(names[0], names[1]);
    return other.function(function.target(), function.method()).call();
  }

  @Test
  void aStreamComesBackFromPythonAsOne() {
    Map<String, Object> members = lent(new byte[] {1}, new AtomicInteger());
    Object passedOn = call(call -> Map.of("name", "a.png", "__rpc_object__", members));
    assertEquals("a.png", ((RemoteStream) passedOn).members().get("name"));
  }

  @Test
  void mapsOfJavaMayHaveAnyOrder() {
    Map<Object, Object> sorted = new TreeMap<>(Map.of(1L, "one"));
    assertEquals(Map.of(1L, "one"), call(call -> sorted));
    assertEquals(Map.of(), call(call -> new TreeMap<>()));
  }

  @Test
  void javaHasBlobsToo() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    byte[] content = {1, 2, 3};
    Blob blob = new Blob(ByteBuffer.wrap(content), "image/png", "a.png", null);
    provider
        .services()
        .put(
            "painter",
            Service.builder("painter")
                .function("f", call -> lent(content, reads))
                .function("g", call -> List.of(lent(content, reads)))
                .build());
    Object members =
        consumer.function("ws/provider", "services.built-in.get_service").call("painter").join();
    Painter painter = RemoteService.of((Map<?, ?>) members).as(Painter.class);
    assertEquals(blob, painter.f());
    assertEquals(List.of(blob), painter.g().join());
    Naming name = Blob::name;
    Call received = new Call(List.of(call(call -> lent(content, reads))), Map.of(), null);
    assertEquals("a.png", RpcFunction.of(name).orElseThrow().call(received));
  }

  @Test
  void aRemoteStreamIsAnInputStream() throws IOException {
    byte[] content = new byte[300_000];
    new java.util.Random(1).nextBytes(content);
    RemoteStream stream = (RemoteStream) call(call -> new ByteArrayInputStream(content));
    try (InputStream in = stream.open()) {
      assertEquals(content[0] & 0xff, in.read());
      byte[] rest = in.readAllBytes();
      assertArrayEquals(Arrays.copyOfRange(content, 1, content.length), rest);
      assertEquals(-1, in.read());
    }
    assertThrows(RpcException.class, () -> stream.function("fileno"));
  }

  @Test
  void aRemoteObjectLivesUntilItIsDisposedOf() {
    AtomicInteger calls = new AtomicInteger();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("_rintf", true);
    object.put("f", (RpcFunction) call -> calls.incrementAndGet());
    object.put("deep", Map.of("list", List.of((RpcFunction) call -> "deep")));
    Map<?, ?> remote = (Map<?, ?>) call(call -> object);
    assertEquals(true, remote.get("_rintf"));
    RemoteFunction f = (RemoteFunction) remote.get("f");
    assertEquals("services." + remote.get("_rintf_service_id") + ".f", f.method());
    assertEquals(1L, f.call().join());
    RemoteFunction deep =
        (RemoteFunction) ((List<?>) ((Map<?, ?>) remote.get("deep")).get("list")).get(0);
    assertEquals("deep", deep.call().join());
    RpcException denied =
        CallTest.failure(net.peer("ws", "other").function("ws/provider", f.method()).call());
    assertEquals(RpcException.Kind.PERMISSION, denied.kind());
    consumer.dispose(remote).join();
    assertEquals(RpcException.Kind.METHOD_NOT_FOUND, CallTest.failure(f.call()).kind());
    assertTrue(provider.conversation().objects().isEmpty());
    assertEquals(1, calls.get());
  }

  @Test
  void aRemoteObjectEndsWithItsClientOrByItsOwner() {
    Map<String, Object> object = Map.of("_rintf", true, "f", (RpcFunction) call -> 1);
    call(call -> object);
    assertEquals(1, provider.conversation().objects().size());
    provider.dispose(object).join();
    assertTrue(provider.conversation().objects().isEmpty());
    call(call -> object);
    Peer hub = net.peer("*", "hub");
    Map<String, Object> event =
        Map.of(
            "type",
            "client_disconnected",
            "to",
            "ws/provider",
            "data",
            Map.of("id", "consumer", "workspace", "ws"));
    hub.link().send(MsgpackWriter.gather(event, 10).join(), ByteBuffer.allocate(0));
    assertTrue(provider.conversation().objects().isEmpty());
  }

  @Test
  void aRemoteObjectAsAnArgumentOutlivesTheCall() {
    List<RemoteFunction> kept = new ArrayList<>();
    call(
        call -> {
          kept.add((RemoteFunction) ((Map<?, ?>) call.args().get(0)).get("f"));
          return null;
        },
        Map.of("_rintf", true, "f", (RpcFunction) call -> "still here"));
    assertEquals("still here", kept.get(0).call().join());
  }

  @Test
  void aRemoteObjectOfAnotherPeerIsPassedOnAsItIs() {
    Map<String, Object> object = Map.of("_rintf", true, "f", (RpcFunction) call -> 1);
    Map<?, ?> remote = (Map<?, ?>) call(call -> object);
    assertEquals(remote, call(call -> call.args().get(0), remote));
    assertTrue(consumer.conversation().objects().isEmpty());
  }

  @Test
  void remoteObjectsAndSessionsHaveLimits() {
    RpcLimits d = RpcLimits.defaults();
    net =
        new TestNet(
            new RpcLimits(
                d.depth(),
                d.values(),
                d.chunkBytes(),
                3,
                d.messageBytes(),
                d.messageChunks(),
                d.cacheBytes(),
                d.cacheMessages(),
                d.cacheIdle(),
                2,
                d.sessionIdle(),
                2,
                1,
                d.apiVersionLife()));
    provider = net.peer("ws", "provider");
    consumer = net.peer("ws", "consumer");
    Map<String, Object> object = Map.of("_rintf", true, "f", (RpcFunction) call -> 1);
    call(call -> object);
    assertTrue(refusal(call -> object).contains("1 remote objects already"));
    RpcFunction make = call -> (RpcFunction) inner -> 1;
    call(make);
    call(make);
    assertTrue(refusal(make).contains("2 open sessions already"));
    RpcFunction never = call -> new CompletableFuture<>();
    provider.services().put("test", Service.builder("test").function("f", never).build());
    RemoteFunction f = net.peer("ws", "third").function("ws/provider", "services.test.f");
    CompletableFuture<Object> first = f.call();
    CompletableFuture<Object> second = f.call();
    assertFalse(first.isDone() || second.isDone());
    assertTrue(CallTest.failure(f.call()).getMessage().contains("2 open calls already"));
    RpcException busy =
        CallTest.failure(
            net.peer("ws", "fourth").function("ws/provider", "services.test.f").call());
    assertTrue(busy.getMessage().contains("too busy"));
  }

  private String refusal(RpcFunction function) {
    provider.services().put("test", Service.builder("test").function("f", function).build());
    CompletableFuture<Object> answer = consumer.function("ws/provider", "services.test.f").call();
    return assertInstanceOf(String.class, CallTest.failure(answer).getMessage());
  }
}
