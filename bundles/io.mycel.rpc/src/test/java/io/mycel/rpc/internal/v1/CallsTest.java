package io.mycel.rpc.internal.v1;

import static io.mycel.rpc.internal.v1.Two.failure;
import static io.mycel.rpc.internal.v1.Two.limits;
import static io.mycel.rpc.internal.v1.Two.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.PluginCallbacks;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginGroup;
import io.mycel.api.rpc.v1.PluginLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CallsTest {
  private final List<Object> kept = new ArrayList<>();
  private final CompletableFuture<Object> never = new CompletableFuture<>();
  private final RpcFunction keep =
      call -> {
        kept.addAll(call.args());
        return null;
      };
  private final RpcFunction wait = call -> never;
  private final RpcFunction echo = call -> call.args().get(0);
  private final Function<Integer, Integer> plusOne = x -> x + 1;

  @Test
  void callbackCanBeCalledOnce() {
    Two two = new Two(Map.of("keep", keep), null);
    two.core("keep").call(plusOne).join();
    PluginFunction callback = (PluginFunction) kept.get(0);
    assertEquals(2, callback.call(1).join());
    RpcException again = failure(callback.call(1));
    assertTrue(again.getMessage().contains("can only be called once"), again::getMessage);
    assertEquals(0, two.plugin.conversation().callbacks().size());
  }

  @Test
  void functionOfAnInterfaceCanBeCalledOftenAndUntilDisposed() {
    RpcFunction counter = call -> map("_rintf", true, "plusOne", plusOne, "_secret", plusOne);
    Two two = new Two(Map.of("counter", counter), null);
    Map<?, ?> object = (Map<?, ?>) two.core("counter").call().join();
    assertEquals(List.of("plusOne", "_rintf"), List.copyOf(object.keySet()));
    PluginFunction function = (PluginFunction) object.get("plusOne");
    assertEquals(2, function.call(1).join());
    assertEquals(3, function.call(2).join());
    int objects = two.core.conversation().objects().size();
    two.plugin.dispose(object).join();
    assertEquals(objects - 1, two.core.conversation().objects().size());
    assertEquals(
        "TypeError: Cannot read properties of undefined (reading 'plusOne')",
        failure(function.call(3)).getMessage());
    assertEquals(
        "Error: Object (id=" + object.get("_rintf") + ") not found.",
        failure(two.plugin.dispose(object)).getMessage());
    assertEquals(
        "Invalid object: it has no _rintf, so nothing is kept for it elsewhere",
        failure(two.plugin.dispose(Map.of())).getMessage());
  }

  @Test
  void objectMayHaveAnIdOfItsOwn() {
    RpcFunction service = call -> map("_rintf", "my-id", "inner", map("plusOne", plusOne));
    Two two = new Two(Map.of("service", service), null);
    Map<?, ?> object = (Map<?, ?>) two.core("service").call().join();
    Map<?, ?> inner = (Map<?, ?>) object.get("inner");
    assertEquals("my-id", inner.get("_rintf"));
    assertNull(object.get("_rintf"), "no function directly in it");
    PluginFunction function = (PluginFunction) inner.get("plusOne");
    assertEquals(new PluginFunction.Method("my-id", "inner.plusOne"), function.endpoint());
    assertEquals(5, function.call(4).join());
    two.core("service").call().join();
    assertEquals(2, two.core.conversation().objects().size(), "the same id: the same place");
  }

  @Test
  void functionsThatKeepTheirArgumentsGetInterfaces() {
    for (String name : List.of("register", "registerService", "register_service", "export", "on")) {
      kept.clear();
      Two two = new Two(Map.of(name, keep), null);
      two.core(name).call("click", map("run", plusOne)).join();
      PluginFunction run = (PluginFunction) ((Map<?, ?>) kept.get(1)).get("run");
      assertEquals(2, run.call(1).join(), name);
      assertEquals(3, run.call(2).join(), name);
      two.core(name).call("click", plusOne).join();
      assertEquals(3, ((PluginFunction) kept.get(3)).call(2).join(), name);
      assertEquals(3, ((PluginFunction) kept.get(3)).call(2).join(), name);
    }
  }

  @Test
  void functionOfTheOtherSideComesBackAsOneThatLasts() {
    Two two = new Two(Map.of("keep", keep, "echo", echo), Map.of("plusOne", plusOne));
    two.core("keep").call(two.core("echo")).join();
    PluginFunction handedBack = (PluginFunction) kept.get(0);
    assertEquals("a", handedBack.call("a").join());
    assertEquals("b", handedBack.call("b").join());
  }

  @Test
  void keywordArgumentsArrive() {
    RpcFunction show = call -> List.of(call.args(), call.kwargs());
    Two two = new Two(Map.of("show", show), Map.of("show", show));
    assertEquals(
        List.of(List.of(1), Map.of("size", 2)),
        two.core("show").call(List.of(1), Map.of("size", 2)).join());
    assertEquals(
        List.of(List.of(), Map.of("size", 2)),
        two.plugin("show").call(List.of(), Map.of("size", 2)).join());
    assertEquals(
        List.of(List.of(Map.of("size", 2)), Map.of()),
        two.core("show").call(Map.of("size", 2)).join());
  }

  /** What a plugin author writes. */
  public static final class Adder {
    /** Converts, adds. */
    public long add(long a, long b) {
      return a + b;
    }

    /** Fails. */
    public void fail() {
      throw new IllegalArgumentException("no such image");
    }
  }

  @Test
  void publicMethodsOfAJavaObjectAreItsApi() {
    Two two = new Two(Map.of(), new Adder());
    assertEquals(3L, two.plugin("add").call(1, 2.0).join());
    RpcException wrong = failure(two.plugin("add").call(1, "x"));
    assertTrue(wrong.getMessage().endsWith("must be a long, not a String"), wrong::getMessage);
    assertEquals("no such image", failure(two.plugin("fail").call()).getMessage());
    assertEquals(RpcException.Kind.REMOTE, failure(two.plugin("fail").call()).kind());
  }

  @Test
  void openCallsFailWhenThePortCloses() {
    Two two = new Two(Map.of("wait", wait), Map.of("wait", wait));
    CompletableFuture<Object> fromPlugin = two.core("wait").call();
    CompletableFuture<Object> fromCore = two.plugin("wait").call();
    assertFalse(fromPlugin.isDone());
    two.ports.plugin().close("worker died");
    assertEquals("Peer p1 is not connected any more: worker died", failure(fromCore).getMessage());
    assertEquals(RpcException.Kind.PEER_GONE, failure(fromPlugin).kind());
    assertEquals(RpcException.Kind.PEER_GONE, failure(two.core("wait").call()).kind());
    never.complete("too late");
    assertEquals(0, two.core.conversation().callbacks().size());
    assertEquals(0, two.core.conversation().objects().size());
    assertEquals(0, two.core.conversation().running().get());
  }

  @Test
  void disconnectEndsBothSides() {
    Two two = new Two(Map.of("wait", wait), null);
    CompletableFuture<Object> open = two.core("wait").call();
    two.core.disconnect("plugin removed");
    assertEquals(RpcException.Kind.PEER_GONE, failure(open).kind());
    assertFalse(two.ports.plugin().isOpen());
    assertEquals(RpcException.Kind.PEER_GONE, failure(two.core("wait").call()).kind());
  }

  @Test
  void callWithoutAnswerFailsInTime() throws Exception {
    PluginLimits hasty =
        new PluginLimits(
            20, 9, 9, 9, 9, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(30));
    Two two = new Two(hasty, new PluginGroup(), "p1", Map.of("wait", wait), null);
    CompletableFuture<Object> call = two.core("wait").call();
    try {
      call.get(20, TimeUnit.SECONDS);
      throw new AssertionError("answered");
    } catch (ExecutionException e) {
      RpcException failure = (RpcException) e.getCause();
      assertEquals(RpcException.Kind.TIMEOUT, failure.kind());
      assertEquals("Method call timed out: p1:wait (waited 0.03 s)", failure.getMessage());
    }
    assertEquals(0, two.plugin.conversation().callbacks().size());
    never.complete("late"); // the other side answers to numbers that mean nothing any more
    assertTrue(two.ports.core().isOpen());
  }

  @Test
  void openCallsAreLimited() {
    Two two = new Two(limits(9, 4), new PluginGroup(), "p1", Map.of("wait", wait), null);
    CompletableFuture<Object> first = two.core("wait").call();
    two.core("wait").call();
    RpcException third = failure(two.core("wait").call());
    assertTrue(third.getMessage().contains("4 are allowed"), third::getMessage);
    never.complete(null);
    assertTrue(first.isDone());
    assertEquals(0, two.plugin.conversation().callbacks().size());
  }

  @Test
  void callsThatAPeerAnswersAtOnceAreLimited() {
    Two two = new Two(Map.of("wait", wait), null);
    for (int i = 0; i < 10; i++) {
      assertFalse(two.core("wait").call().isDone());
    }
    assertTrue(failure(two.core("wait").call()).getMessage().contains("too busy"));
    never.complete(null);
    assertNull(two.core("wait").call().join());
  }

  @Test
  void objectsThatNobodyDisposesOfAreLimited() {
    RpcFunction make = call -> map("_rintf", true, "run", plusOne);
    Two two = new Two(limits(3, 50), new PluginGroup(), "p1", Map.of("make", make), null);
    Map<?, ?> first = (Map<?, ?>) two.core("make").call().join();
    two.core("make").call().join();
    RpcException full = failure(two.core("make").call());
    assertTrue(full.getMessage().contains("dispose of them"), full::getMessage);
    two.plugin.dispose(first).join();
    assertEquals(
        2,
        ((PluginFunction) ((Map<?, ?>) two.core("make").call().join()).get("run")).call(1).join());
  }

  @Test
  void halvesOfAPromiseGoTogetherAndTheirNumbersAreUsedAgainLate() {
    PluginCallbacks callbacks = new PluginCallbacks();
    PluginCallbacks.Pair pair = callbacks.put(new CompletableFuture<>(), 4);
    callbacks.take(pair.resolve());
    assertNull(callbacks.take(pair.reject()));
    assertEquals(2, callbacks.put(echo, false, 4), "not the number that was free last");
    assertEquals(3, callbacks.put(echo, false, 4));
    assertEquals(0, callbacks.put(echo, false, 4));
  }

  @Test
  void callThatCannotBeEncodedLeavesNothingBehind() {
    Two two = new Two(Map.of("register", keep, "keep", keep), null);
    int objects = two.plugin.conversation().objects().size();
    failure(two.core("register").call(map("run", plusOne), new java.util.Random()));
    failure(two.core("keep").call(plusOne, List.of(new java.util.Random())));
    assertEquals(0, two.plugin.conversation().callbacks().size());
    assertEquals(objects, two.plugin.conversation().objects().size());
  }

  @Test
  void anotherEngineGoesOnInMidCall() {
    Two two = new Two(Map.of("wait", wait, "echo", echo), null);
    CompletableFuture<Object> open = two.core("wait").call();
    PluginRpc next = new PluginRpc(PluginLimits.defaults());
    two.core.attach(next);
    two.plugin.attach(next);
    never.complete("done");
    assertEquals("done", open.join());
    assertEquals(1, two.core("echo").call(1).join());
  }
}
