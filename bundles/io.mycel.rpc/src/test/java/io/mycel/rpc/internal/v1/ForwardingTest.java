package io.mycel.rpc.internal.v1;

import static io.mycel.rpc.internal.v1.Two.failure;
import static io.mycel.rpc.internal.v1.Two.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Plugins that call each other, through the core's own calls or past them. */
class ForwardingTest {
  private final PluginGroup group = new PluginGroup();
  private final List<Object> kept = new ArrayList<>();
  private final CompletableFuture<Object> never = new CompletableFuture<>();
  private final Function<Integer, Integer> plusOne = x -> x + 1;
  private final RpcFunction apply =
      call -> ((PluginFunction) call.args().get(0)).call(call.kwargs().get("x"));
  private final RpcFunction keep = call -> kept.add(call.args().get(0));
  private final RpcFunction wait = call -> never;
  private final RpcFunction fail =
      call -> {
        throw new IllegalStateException("no water");
      };
  private final Two provider =
      new Two(
          Two.limits(100, 100),
          group,
          "provider",
          Map.of(),
          Map.of("apply", apply, "keep", keep, "wait", wait, "fail", fail));
  private final RpcFunction getPlugin = call -> provider.core.requestApi();
  private final RpcFunction getDirect =
      call -> provider.plugin(String.valueOf(call.args().get(0))).direct();
  private final Two consumer =
      new Two(
          Two.limits(100, 100),
          group,
          "consumer",
          Map.of("getPlugin", getPlugin, "getDirect", getDirect),
          null);

  private PluginFunction direct(String name) {
    return (PluginFunction) consumer.core("getDirect").call(name).join();
  }

  @Test
  void apiOfAnotherPluginIsCalledThroughTheCore() {
    Map<?, ?> api = (Map<?, ?>) consumer.core("getPlugin").call("provider").join();
    PluginFunction function = (PluginFunction) api.get("apply");
    assertEquals("consumer", function.targetId());
    assertEquals(3, function.call(List.of(plusOne), Map.of("x", 2)).join());
    assertEquals(4, function.call(List.of(plusOne), Map.of("x", 3)).join());
    assertEquals("no water", failure(((PluginFunction) api.get("fail")).call()).getMessage());
    assertTrue(String.valueOf(api.get("_rintf")).startsWith("provider/"));
    consumer.plugin.dispose(api).join();
    assertTrue(failure(function.call(1)).getMessage().startsWith("TypeError"));
    assertEquals(3, provider.plugin("apply").call(List.of(plusOne), Map.of("x", 2)).join());
  }

  @Test
  void messagesWithAnotherTargetAreForwarded() {
    PluginFunction function = direct("apply");
    assertEquals("provider", function.targetId());
    assertEquals(3, function.call(List.of(plusOne), Map.of("x", 2)).join());
    assertEquals("no water", failure(direct("fail").call()).getMessage());
    assertEquals(0, group.grants());
    assertEquals(0, consumer.core.conversation().running().get(), "the core took no part");
  }

  @Test
  void callToAPluginThatLeavesFails() {
    CompletableFuture<Object> through =
        ((PluginFunction)
                ((Map<?, ?>) consumer.core("getPlugin").call("provider").join()).get("wait"))
            .call();
    PluginFunction waiting = direct("wait");
    CompletableFuture<Object> open = waiting.call();
    assertFalse(open.isDone());
    provider.ports.plugin().close("crashed");
    assertEquals("Peer provider is not connected any more", failure(open).getMessage());
    assertEquals(RpcException.Kind.PEER_GONE, failure(through).kind());
    assertEquals("Peer provider is not connected any more", failure(waiting.call()).getMessage());
    assertEquals(0, group.grants());
    assertTrue(consumer.ports.core().isOpen());
  }

  @Test
  void pluginMayOnlyUseCallbacksThatItWasHanded() {
    Two stranger = new Two(Two.limits(100, 100), group, "stranger", Map.of(), null);
    CompletableFuture<Object> open = direct("wait").call();
    for (int id = 0; id < 10; id++) {
      PluginFunction forged =
          new PluginFunction(stranger.plugin, "consumer", new PluginFunction.Callback(id));
      RpcException refused = failure(forged.call("forged"));
      assertEquals(RpcException.Kind.PERMISSION, refused.kind());
    }
    assertFalse(open.isDone());
    never.complete("real");
    assertEquals("real", open.join());
  }

  @Test
  void callbackThatWasHandedOverCanBeUsedOnce() {
    direct("keep").call(plusOne).join();
    PluginFunction callback = (PluginFunction) kept.get(0);
    assertEquals("consumer", callback.targetId());
    assertEquals(2, callback.call(1).join());
    assertEquals(RpcException.Kind.PERMISSION, failure(callback.call(1)).kind());
    assertThrows(IllegalStateException.class, callback::direct);
  }

  @Test
  void unknownTargetIsAClearError() {
    PluginFunction nowhere =
        new PluginFunction(consumer.plugin, "ghost", new PluginFunction.Method("o", "f"));
    assertEquals("Peer ghost is not connected any more", failure(nowhere.call()).getMessage());
  }

  @Test
  void objectOfAnotherPluginCannotTakeThePlaceOfOneOfTheCore() {
    String coreApi = consumer.core.conversation().objects().keySet().iterator().next();
    RpcFunction evil = call -> map("_rintf", coreApi, "getPlugin", plusOne);
    Two attacker = new Two(Two.limits(100, 100), group, "attacker", Map.of(), Map.of("get", evil));
    RpcFunction relay = call -> attacker.plugin("get").call();
    Two victim = new Two(Two.limits(100, 100), group, "victim", Map.of("get", relay), null);
    Map<?, ?> object = (Map<?, ?>) victim.core("get").call().join();
    assertEquals("attacker/" + coreApi, object.get("_rintf"));
    assertEquals(2, ((PluginFunction) object.get("getPlugin")).call(1).join());
  }
}
