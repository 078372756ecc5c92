package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hub that is followed by another one while calls are under way. */
class TakeOverTest {

  private final TestHub first = new TestHub();
  private final TestHub next = new TestHub();
  private final CompletableFuture<Object> work = new CompletableFuture<>();
  private final TestClient provider = first.clientB(TestHub.hello("provider", null, null, null));
  private final TestClient caller = first.clientB(TestHub.hello("caller", null, null, null));
  private CompletableFuture<Object> call;

  @AfterEach
  void close() {
    first.close();
    next.close();
  }

  private void callThatLasts() {
    provider.offer("s", "public", "f", call -> work);
    call =
        new RemoteFunction(
                caller.peer,
                provider.peer.address(),
                "services.s.f",
                RemoteFunction.Promise.COMPACT,
                Map.of())
            .call();
    assertFalse(call.isDone());
    provider.moveTo(next);
    caller.moveTo(next);
  }

  @Test
  void theAnswerComesThroughTheNextHub() {
    callThatLasts();
    next.core.desk().takeOver(List.of(caller, provider));
    assertFalse(call.isDone());
    work.complete("done");
    assertEquals("done", TestClient.get(call));
  }

  @Test
  void whoWaitsLearnsThatTheOtherSideHasGoneWhicheverHubItAsked() {
    callThatLasts();
    next.core.desk().takeOver(List.of(caller, provider));
    provider.vanish(1006);
    RpcException e = assertThrows(RpcException.class, () -> TestClient.get(call));
    assertTrue(e.getMessage().contains("has disconnected"), e.getMessage());
  }

  @Test
  void whoWaitsLearnsThatTheOtherSideHasGoneWhileThereWasNoHub() {
    callThatLasts();
    next.core.desk().takeOver(List.of(caller));
    RpcException e = assertThrows(RpcException.class, () -> TestClient.get(call));
    assertTrue(e.getMessage().contains("has disconnected"), e.getMessage());
  }

  @Test
  void workspacesWhoseClientsHaveGoneMeanwhileGoToo() {
    caller.manager("create_workspace", Map.of("name", "kept"));
    provider.manager("create_workspace", Map.of("name", "left"));
    for (String name : List.of("kept", "left")) {
      Workspace made = first.core.directory().workspace(name).orElseThrow();
      next.core.directory().create(made);
    }
    next.core
        .directory()
        .create(first.core.directory().workspace(provider.peer.workspace()).orElseThrow());
    provider.vanish(1000);
    next.core.desk().takeOver(List.of(caller));
    List<String> names =
        next.core.directory().workspaces().stream().map(Workspace::name).sorted().toList();
    assertEquals(
        List.of("kept", "public", caller.peer.workspace()).stream().sorted().toList(), names);
  }
}
