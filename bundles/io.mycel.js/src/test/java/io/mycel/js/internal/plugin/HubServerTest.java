package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.mycel.api.rpc.Link;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.js.internal.net.NetworkAccess;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HubServerTest {
  private final TestContext context = new TestContext();
  private final HubServer server =
      new HubServer(
          context,
          null,
          () -> null,
          NetworkAccess.NONE,
          new WorkspaceFiles(Optional.empty(), List.of(), 1),
          Runnable::run);

  private static Peer peer(String clientId) {
    return new Peer(
        "public", clientId, nothing(Link.class), Runnable::run, nothing(RpcEngine.class));
  }

  private static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> null));
  }

  /** A hub that was away for long has another client for the plugin than the one before. */
  @Test
  void aFunctionIsCalledThroughThePresentClientOfThePlugin() {
    RemoteFunction held = peer("test").function("public/other", "services.other.add");
    assertSame(held, server.renewed(held));
    Peer present = peer("test");
    context.peer = Optional.of(present);
    RemoteFunction renewed = server.renewed(held);
    assertSame(present, renewed.peer());
    assertEquals("public/other:services.other.add", renewed.toString());
    assertEquals(held.promise(), renewed.promise());
    assertSame(renewed, server.renewed(renewed));
  }

  @Test
  void aFunctionThatItGotThroughAnotherClientStaysThere() {
    context.peer = Optional.of(peer("test"));
    RemoteFunction gateway = peer("http-1").function("vault/keeper", "services.vault.open");
    assertSame(gateway, server.renewed(gateway));
  }
}
