package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CallTest {
  private final TestNet net = new TestNet();
  private final Peer provider = net.peer("ws", "provider");
  private final Peer consumer = net.peer("ws", "consumer");

  private void serve(String name, RpcFunction function) {
    provider
        .services()
        .put("test", Service.builder("test").visibility("public").function(name, function).build());
  }

  private RemoteFunction remote(String name) {
    return consumer.function("ws/provider", "services.test." + name);
  }

  static RpcException failure(CompletableFuture<?> future) {
    assertTrue(future.isDone(), "the call is still waiting");
    CompletionException thrown = assertThrows(CompletionException.class, future::join);
    return assertInstanceOf(RpcException.class, thrown.getCause());
  }

  @Test
  void aCallGivesItsResult() {
    serve("add", call -> (Long) call.args().get(0) + (Long) call.args().get(1));
    assertEquals(7L, remote("add").call(3, 4).join());
    assertEquals(List.of(), List.copyOf(consumer.conversation().sessions().keySet()));
    assertTrue(provider.conversation().running().isEmpty());
  }

  @Test
  void keywordArgumentsArriveByName() {
    AtomicReference<Call> seen = new AtomicReference<>();
    serve(
        "f",
        call -> {
          seen.set(call);
          return null;
        });
    assertNull(remote("f").call(List.of(1L), Map.of("name", "x")).join());
    assertEquals(List.of(1L), seen.get().args());
    assertEquals(Map.of("name", "x"), seen.get().kwargs());
  }

  @Test
  void theContextIsWhatTheHubSays() {
    AtomicReference<Call.Context> seen = new AtomicReference<>();
    serve(
        "who",
        call -> {
          seen.set(call.context());
          return null;
        });
    remote("who").call().join();
    assertEquals("ws/consumer", seen.get().from());
    assertEquals("ws/provider", seen.get().to());
    assertEquals("ws", seen.get().workspace());
    assertEquals("user-of-ws/consumer", seen.get().user().get("id"));
    consumer
        .call(
            remote("who"),
            List.of(),
            Map.of(),
            new CallOptions(Duration.ofSeconds(5), Map.of("id", "ann")))
        .join();
    assertEquals("ann", seen.get().user().get("id"));
  }

  @Test
  void bothFormsOfThePromiseAreAnswered() {
    serve("echo", call -> call.args().get(0));
    assertEquals("x", remote("echo").call("x").join());
    RemoteService service =
        RemoteService.of(
            (Map<?, ?>)
                consumer
                    .function("ws/provider", "services.built-in.get_service")
                    .call("test")
                    .join());
    assertEquals(RemoteFunction.Promise.COMPACT, service.function("echo").promise());
    assertEquals("y", service.call("echo", "y").join());
    RemoteFunction silent =
        new RemoteFunction(
            consumer, "ws/provider", "services.test.echo", RemoteFunction.Promise.NONE, Map.of());
    long frames = net.mains.size();
    assertNull(silent.call("z").join());
    assertEquals(frames + 1, net.mains.size());
  }

  @Test
  void aThrownExceptionReachesTheCallerWithItsMessage() {
    serve(
        "fail",
        call -> {
          throw new IllegalStateException("the lamp is cold");
        });
    RpcException failure = failure(remote("fail").call());
    assertEquals(RpcException.Kind.REMOTE, failure.kind());
    assertEquals("the lamp is cold", failure.getMessage());
    assertTrue(failure.remoteTrace().startsWith("java.lang.IllegalStateException"));
    assertFalse(failure.remoteTrace().contains("/"), failure.remoteTrace());
  }

  @Test
  void aStageIsAnsweredWhenItIsDone() {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    serve("later", call -> stage);
    CompletableFuture<Object> answer = remote("later").call();
    assertFalse(answer.isDone());
    stage.complete("now");
    assertEquals("now", answer.join());
  }

  @Test
  void aFailedStageIsAFailure() {
    serve("later", call -> CompletableFuture.failedFuture(new IllegalArgumentException("no")));
    assertEquals("no", failure(remote("later").call()).getMessage());
  }

  @Test
  void anUnknownMethodIsToldByName() {
    serve("f", call -> null);
    for (String method :
        List.of(
            "services.test.g", "services.none.f", "services.test", "services", "s1.f", "", ".")) {
      RpcException failure = failure(consumer.function("ws/provider", method).call());
      assertEquals(RpcException.Kind.METHOD_NOT_FOUND, failure.kind(), method);
      assertEquals("Method not found: ws/provider:" + method, failure.getMessage());
    }
  }

  @Test
  void aProtectedServiceRefusesOtherWorkspaces() {
    provider.services().put("mine", Service.builder("mine").function("f", call -> "ok").build());
    Peer stranger = net.peer("other", "stranger");
    Peer manager = net.peer("*", "hub-1");
    RpcException failure = failure(stranger.function("ws/provider", "services.mine.f").call());
    assertEquals(RpcException.Kind.PERMISSION, failure.kind());
    assertEquals("ok", consumer.function("ws/provider", "services.mine.f").call().join());
    assertEquals("ok", manager.function("ws/provider", "services.mine.f").call().join());
    RpcException noService =
        failure(stranger.function("ws/provider", "services.built-in.get_service").call("mine"));
    assertEquals(RpcException.Kind.PERMISSION, noService.kind());
  }

  @Test
  void onlyTheConfiguredManagerIsTheManager() {
    Peer managed = net.peer("ws", "managed", "*/hub-1");
    managed.services().put("mine", Service.builder("mine").function("f", call -> "ok").build());
    RpcException failure =
        failure(net.peer("*", "hub-2").function("ws/managed", "services.mine.f").call());
    assertEquals(RpcException.Kind.PERMISSION, failure.kind());
    Peer manager = net.peer("*", "hub-1");
    assertEquals("ok", manager.function("ws/managed", "services.mine.f").call().join());
  }

  @Test
  void anAnswerFromSomebodyElseIsRefused() {
    net.lost = main -> "services.test.slow".equals(main.get("method"));
    CompletableFuture<Object> answer = remote("slow").call();
    String session = consumer.conversation().sessions().keySet().iterator().next();
    Peer intruder = net.peer("ws", "intruder");
    RpcException failure =
        failure(intruder.function("ws/consumer", session + ".resolve").call("forged"));
    assertEquals(RpcException.Kind.PERMISSION, failure.kind());
    assertFalse(answer.isDone());
  }

  @Test
  void callbacksLiveAsLongAsTheCall() {
    AtomicReference<RemoteFunction> kept = new AtomicReference<>();
    serve(
        "twice",
        call -> {
          RemoteFunction f = (RemoteFunction) call.args().get(0);
          kept.set(f);
          return f.call(call.args().get(1)).thenCompose(f::call);
        });
    UnaryOperator<Object> increment = value -> (Long) value + 1;
    assertEquals(5L, remote("twice").call(increment, 3).join());
    assertEquals(RpcException.Kind.METHOD_NOT_FOUND, failure(kept.get().call(1)).kind());
  }

  @Test
  void functionsInAResultLiveTenIdleMinutes() {
    serve("make", call -> Map.of("hi", (RpcFunction) inner -> "hi " + inner.args().get(0)));
    Map<?, ?> made = (Map<?, ?>) remote("make").call().join();
    RemoteFunction hi = assertInstanceOf(RemoteFunction.class, made.get("hi"));
    net.clock.advance(Duration.ofMinutes(9));
    assertEquals("hi ann", hi.call("ann").join());
    net.clock.advance(Duration.ofMinutes(9));
    assertEquals("hi bob", hi.call("bob").join());
    net.clock.advance(Duration.ofMinutes(11));
    assertEquals(RpcException.Kind.METHOD_NOT_FOUND, failure(hi.call("cid")).kind());
    assertTrue(provider.conversation().sessions().isEmpty());
  }

  @Test
  void functionsInAResultAreForTheCallerOnly() {
    serve("make", call -> (RpcFunction) inner -> "secret");
    RemoteFunction made = (RemoteFunction) remote("make").call().join();
    Peer other = net.peer("ws", "other");
    RpcException failure = failure(other.function("ws/provider", made.method()).call());
    assertEquals(RpcException.Kind.PERMISSION, failure.kind());
    assertEquals("secret", made.call().join());
  }

  @Test
  void silenceEndsACall() {
    net.lost = main -> true;
    CompletableFuture<Object> answer = remote("f").call();
    net.clock.advance(Duration.ofSeconds(29));
    assertFalse(answer.isDone());
    net.clock.advance(Duration.ofSeconds(2));
    RpcException failure = failure(answer);
    assertEquals(RpcException.Kind.TIMEOUT, failure.kind());
    assertEquals("Method call timed out: ws/provider:services.test.f", failure.getMessage());
    assertTrue(consumer.conversation().sessions().isEmpty());
  }

  @Test
  void heartbeatsKeepALongCallAlive() {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    serve("long", call -> stage);
    CompletableFuture<Object> answer = remote("long").call();
    assertEquals(0, net.count(".heartbeat"));
    for (int i = 0; i < 100; i++) {
      net.clock.advance(Duration.ofSeconds(5));
    }
    assertFalse(answer.isDone());
    assertEquals(33, net.count(".heartbeat"), "500 s, one every 15 s");
    stage.complete("done");
    assertEquals("done", answer.join());
    net.clock.advance(Duration.ofMinutes(2));
    assertEquals(33, net.count(".heartbeat"));
    assertEquals(0, net.clock.planned());
  }

  @Test
  void anotherEngineTakesOverTimeoutsAndHeartbeats() {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    serve("long", call -> stage);
    CompletableFuture<Object> kept = remote("long").call();
    net.lost = main -> "services.test.lost".equals(main.get("method"));
    CompletableFuture<Object> lost = remote("lost").call();
    TestClock later = new TestClock();
    CoreRpc second = new CoreRpc(io.mycel.api.rpc.RpcLimits.defaults(), later, () -> {});
    net.swap(second);
    later.advance(Duration.ofSeconds(60));
    assertEquals(RpcException.Kind.TIMEOUT, failure(lost).kind());
    assertFalse(kept.isDone());
    assertEquals(4, net.count(".heartbeat"));
    stage.complete("done");
    assertEquals("done", kept.join());
  }

  @Test
  void aPeerThatIsGoneFailsItsCallsAtOnce() {
    net.lost = main -> true;
    CompletableFuture<Object> answer = remote("f").call();
    CompletableFuture<Object> other = consumer.function("ws/else", "services.test.f").call();
    consumer.peerGone("ws/provider");
    assertEquals(RpcException.Kind.PEER_GONE, failure(answer).kind());
    assertFalse(other.isDone());
    consumer.close("the test is over");
    assertEquals(RpcException.Kind.PEER_GONE, failure(other).kind());
    assertEquals(RpcException.Kind.PEER_GONE, failure(remote("f").call()).kind());
  }

  @Test
  void aFullLinkFailsTheCallAtOnce() {
    Peer cut = new Peer("ws", "cut", (head, tail) -> false, Runnable::run, net.engine());
    RpcException failure = failure(cut.function("ws/provider", "services.test.f").call());
    assertEquals(RpcException.Kind.PEER_GONE, failure.kind());
    assertTrue(cut.conversation().sessions().isEmpty());
  }

  @Test
  void aFunctionThatComesHomeIsCalledDirectly() {
    serve("echo", call -> call.args().get(0));
    AtomicReference<Object> seen = new AtomicReference<>();
    serve("echo", call -> call.args().get(0));
    RpcFunction mine =
        call -> {
          seen.set(call.args().get(0));
          return "mine";
        };
    consumer.services().put("own", Service.builder("own").function("f", mine).build());
    RemoteFunction home = consumer.function("ws/consumer", "services.own.f");
    RemoteFunction back = (RemoteFunction) remote("echo").call(home).join();
    assertEquals(home, back);
    Object argument = new Object();
    assertEquals("mine", back.call(argument).join());
    assertSame(argument, seen.get());
  }

  @Test
  void pingAnswersPong() {
    assertEquals(
        "pong", consumer.function("ws/provider", "services.built-in.ping").call("ping").join());
  }

  @Test
  void theBuiltInServiceTellsItsApiVersion() {
    Map<?, ?> service =
        (Map<?, ?>)
            consumer
                .function("ws/provider", "services.built-in.get_service")
                .call("built-in")
                .join();
    Map<?, ?> config = (Map<?, ?>) service.get("config");
    assertEquals(3L, config.get("api_version"));
    assertEquals("public", config.get("visibility"));
    assertEquals(true, config.get("require_context"));
    RemoteFunction set = (RemoteFunction) ((Map<?, ?>) service.get("message_cache")).get("set");
    assertEquals("services.built-in.message_cache.set", set.method());
  }
}
