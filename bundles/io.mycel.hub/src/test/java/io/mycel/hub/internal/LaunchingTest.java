package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.ServiceLauncher;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services of apps that are started when somebody asks for them. */
class LaunchingTest {
  private final TestHub hub = new TestHub();
  private final List<String> launched = new ArrayList<>();
  private final ServiceLauncher launcher =
      (user, workspace, app, service) -> {
        launched.add(workspace + " " + app + " " + service);
        Peer peer = hub.hub.connect(workspace, "app-" + launched.size(), Directory.ROOT);
        RpcFunction echo = call -> call.args().get(0);
        peer.register(Service.builder(service).function("echo", echo).build());
        return CompletableFuture.completedFuture(peer.address());
      };

  @AfterEach
  void close() {
    hub.close();
  }

  private static Object echo(Object service) throws Exception {
    Object function = ((Map<?, ?>) service).get("echo");
    return TestClient.get(((io.mycel.api.rpc.RemoteFunction) function).call("hello"));
  }

  @Test
  void serviceOfAnAppIsStartedForGenerationB() throws Exception {
    hub.core.launching().by(launcher);
    TestClient client = hub.clientB(TestHub.hello("b"));
    assertEquals("hello", echo(client.manager("get_service", "tools@my-app")));
    assertEquals(List.of(client.peer.workspace() + " my-app tools"), launched);
  }

  @Test
  void serviceIsStartedForGenerationAThatAsksForIt() throws Exception {
    hub.core.launching().by(launcher);
    TestClient client = hub.clientA("a", Map.of());
    Map<String, Object> query =
        Map.of("service_id", "tools", "client_name", "My App", "launch", true);
    assertEquals("hello", echo(client.manager("get_service", query)));
    assertEquals(List.of(client.peer.workspace() + " My App tools"), launched);
    assertNull(client.manager("get_service", Map.of("id", "absent")));
  }

  @Test
  void serviceThatIsThereIsNotStarted() throws Exception {
    hub.core.launching().by(launcher);
    TestClient client = hub.clientB(TestHub.hello("b"));
    client.manager("get_service", "tools@my-app");
    assertEquals("hello", echo(client.manager("get_service", "tools")));
    assertEquals(1, launched.size());
  }

  @Test
  void withoutALauncherTheAppIsNotLookedAt() throws Exception {
    TestClient client = hub.clientB(TestHub.hello("b"));
    launcher.launch(Directory.ROOT, client.peer.workspace(), "my-app", "tools");
    assertEquals("hello", echo(client.manager("get_service", "tools@my-app")));
    RpcException failure =
        assertThrows(
            RpcException.class,
            () ->
                hub.clientA("a", Map.of())
                    .manager("get_service", Map.of("id", "absent", "launch", true)));
    assertTrue(failure.getMessage().contains("--enable-server-apps"), failure::getMessage);
  }

  @Test
  void failureOfTheLauncherReachesTheCaller() {
    hub.core
        .launching()
        .by(
            (user, workspace, app, service) ->
                CompletableFuture.failedFuture(
                    new HubException(HubException.Kind.NOT_FOUND, "there is no app " + app)));
    RpcException failure =
        assertThrows(
            RpcException.class,
            () -> hub.clientB(TestHub.hello("b")).manager("get_service", "tools@my-app"));
    assertTrue(failure.getMessage().contains("there is no app my-app"), failure::getMessage);
  }

  @Test
  void launcherThatHasBeenReplacedTakesNothingAwayWhenItGoes() throws Exception {
    ServiceLauncher old =
        (user, workspace, app, service) -> {
          throw new AssertionError("it has been replaced");
        };
    hub.core.launching().by(old);
    hub.core.launching().by(launcher);
    hub.core.launching().without(old);
    TestClient client = hub.clientB(TestHub.hello("b"));
    assertEquals("hello", echo(client.manager("get_service", "tools@my-app")));
  }
}
