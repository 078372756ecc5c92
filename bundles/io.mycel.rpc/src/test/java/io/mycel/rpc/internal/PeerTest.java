package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PeerTest {
  private final TestNet net = new TestNet();
  private final Peer manager = net.peer("*", "hub");
  private final Peer provider = net.peer("ws", "provider", "*/hub");
  private final Peer consumer = net.peer("ws", "consumer", "*/hub");
  private final Map<String, Object> registry = new HashMap<>();

  PeerTest() {
    RpcFunction register =
        call -> {
          Map<?, ?> info = (Map<?, ?>) call.args().get(0);
          if (info.get("name").equals("bad")) {
            throw new IllegalArgumentException("this name is not allowed");
          }
          return registry.put(String.valueOf(info.get("id")), info);
        };
    RpcFunction unregister =
        call -> registry.remove(call.context().from() + ":" + call.args().get(0));
    RpcFunction get =
        call -> {
          String id = "ws/provider:" + call.args().get(0);
          return registry.containsKey(id)
              ? manager
                  .function("ws/provider", "services.built-in.get_service")
                  .call(call.args().get(0))
              : null;
        };
    manager
        .services()
        .put(
            "default",
            Service.builder("default")
                .visibility("public")
                .function("register_service", register)
                .function("unregister_service", unregister)
                .function("get_service", get)
                .build());
  }

  @Test
  void aServiceIsAnnouncedFoundCalledAndTakenBack() {
    Service hello =
        Service.builder("hello")
            .name("Hello")
            .description("greets")
            .function(
                "hi",
                ((RpcFunction) call -> "hi " + call.args().get(0))
                    .described("Greets.", Map.of("name", "hi", "parameters", Map.of())))
            .member("nested", Map.of("answer", 42L))
            .build();
    provider.register(hello).join();
    Map<?, ?> info = (Map<?, ?>) registry.get("ws/provider:hello");
    assertEquals("Hello", info.get("name"));
    assertEquals("ws", ((Map<?, ?>) info.get("config")).get("workspace"));
    assertTrue(((Map<?, ?>) info.get("service_schema")).containsKey("hi"));
    RemoteService found = consumer.getService("hello").join();
    assertEquals("hi ann", found.call("hi", "ann").join());
    assertEquals("Greets.", found.function("hi").wire().get("_rdoc"));
    assertEquals(Map.of("answer", 42L), found.members().get("nested"));
    assertEquals("ws", found.config().get("workspace"));
    provider.unregister("hello").join();
    assertTrue(registry.isEmpty());
    RpcException missing = CallTest.failure(consumer.getService("hello"));
    assertEquals(RpcException.Kind.METHOD_NOT_FOUND, missing.kind());
    assertEquals("Service not found: hello", missing.getMessage());
    assertEquals(RpcException.Kind.METHOD_NOT_FOUND, CallTest.failure(found.call("hi", 1)).kind());
  }

  @Test
  void aServiceThatTheManagerRefusesIsNotOffered() {
    CompletableFuture<Void> refused = provider.register(Service.builder("bad").build());
    assertEquals("this name is not allowed", CallTest.failure(refused).getMessage());
    assertTrue(provider.services().isEmpty());
  }

  @Test
  void withoutAManagerThereIsNothingToFind() {
    Peer alone = net.peer("ws", "alone");
    alone.register(Service.builder("s").build()).join();
    assertTrue(alone.services().containsKey("s"));
    alone.unregister("s").join();
    assertTrue(alone.services().isEmpty());
    assertEquals(
        RpcException.Kind.METHOD_NOT_FOUND, CallTest.failure(alone.getService("s")).kind());
  }

  private void event(Map<String, Object> event) {
    manager.link().send(MsgpackWriter.gather(event, 10).join(), ByteBuffer.allocate(0));
  }

  @Test
  void eventsReachTheirListener() {
    List<Object> seen = new ArrayList<>();
    consumer.on("news", main -> seen.add(main.get("data")));
    event(Map.of("type", "news", "to", "ws/consumer", "data", Map.of("n", 1L)));
    event(Map.of("type", "gossip", "to", "ws/consumer"));
    consumer.on("news", null);
    event(Map.of("type", "news", "to", "ws/consumer", "data", 2L));
    assertEquals(List.of(Map.of("n", 1L)), seen);
  }

  @Test
  void peerNotFoundFailsTheCallItNames() {
    net.lost = main -> "services.s.f".equals(main.get("method"));
    CompletableFuture<Object> answer = consumer.function("ws/none", "services.s.f").call();
    String session = consumer.conversation().sessions().keySet().iterator().next();
    event(
        Map.of(
            "type",
            "peer_not_found",
            "to",
            "ws/consumer",
            "session",
            session,
            "error",
            "nobody is there"));
    RpcException failure = CallTest.failure(answer);
    assertEquals(RpcException.Kind.PEER_GONE, failure.kind());
    assertEquals("nobody is there", failure.getMessage());
  }

  @Test
  void cancellingACallForgetsIt() {
    net.lost = main -> true;
    CompletableFuture<Object> answer = consumer.function("ws/none", "services.s.f").call();
    assertFalse(consumer.conversation().sessions().isEmpty());
    answer.cancel(false);
    assertTrue(consumer.conversation().sessions().isEmpty());
  }

  @Test
  void theWordsOfEveryClientTellTheKindOfAFailure() {
    Map<String, RpcException.Kind> words =
        Map.of(
            "Method not found: ws/a:services.x.y", RpcException.Kind.METHOD_NOT_FOUND,
            "Local method not found: a.b, client id mismatch", RpcException.Kind.METHOD_NOT_FOUND,
            "RemoteError:Method not found: x", RpcException.Kind.METHOD_NOT_FOUND,
            "Error: Method not found: x", RpcException.Kind.METHOD_NOT_FOUND,
            "Permission denied for workspace: public", RpcException.Kind.PERMISSION,
            "Method call time out: a:b", RpcException.Kind.TIMEOUT,
            "Method call timed out: a:b", RpcException.Kind.TIMEOUT,
            "Target peer ws/a is not connected", RpcException.Kind.PEER_GONE,
            "my error message", RpcException.Kind.REMOTE);
    words.forEach((text, kind) -> assertEquals(kind, RpcException.remote(text, "").kind(), text));
  }
}
