package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.ClientInfo;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.WorkspaceInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdministrationTest {
  private final TestHub hub = new TestHub();
  private final Administration administration = new Administration(hub.core.directory());

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void clientsOfBothGenerationsAreSeenWithProtectedServices() {
    TestClient b = hub.clientB(TestHub.hello("bee"));
    TestClient a = hub.clientA("ant", Map.of());
    b.offer("secret", "protected", "f", call -> 1);
    a.offer("open", "public", "f", call -> 1);

    ClientInfo bee = client("bee");
    assertEquals(b.peer.address(), bee.address());
    assertEquals(Generation.B, bee.generation());
    assertEquals("test:2", bee.remoteAddress());
    assertTrue(bee.isConnected());
    assertTrue(bee.user().isAnonymous());
    assertTrue(serviceIds(bee).contains("secret"), () -> serviceIds(bee).toString());
    assertEquals(Generation.A, client("ant").generation());
    assertTrue(serviceIds(client("ant")).contains("open"));
  }

  @Test
  void clientThatMayComeBackIsShownAsNotConnectedUntilItsTimeIsOver() {
    TestClient client = hub.clientB(TestHub.hello("bee"));
    client.offer("s", "public", "f", call -> 1);
    client.vanish(1006);
    assertFalse(client("bee").isConnected());
    assertEquals(1, workspace(client.peer.workspace()).clients());
    hub.timer.elapse();
    assertEquals(List.of(), administration.clients());
  }

  @Test
  void workspacesTellHowManyClientsAndServicesTheyHave() {
    TestClient client = hub.clientB(TestHub.hello("bee"));
    client.offer("one", "public", "f", call -> 1);
    client.offer("two", "protected", "f", call -> 1);
    assertEquals(
        new WorkspaceInfo("public", "root", true, "public", "Services for everybody", 0, 0),
        workspace("public"));
    WorkspaceInfo own = workspace(client.peer.workspace());
    assertEquals(1, own.clients());
    assertEquals(2, own.services());
    assertFalse(own.isPermanent());
  }

  @Test
  void helpersOfTheHubAreNotShown() {
    TestClient client = hub.clientB(TestHub.hello("bee"));
    hub.core.gateways().peer(client.peer.workspace());
    assertEquals(List.of("bee"), administration.clients().stream().map(ClientInfo::id).toList());
    assertEquals(1, workspace(client.peer.workspace()).clients());
  }

  @Test
  void whatWasToldDoesNotChange() {
    TestClient client = hub.clientB(TestHub.hello("bee"));
    ClientInfo before = client("bee");
    client.offer("late", "public", "f", call -> 1);
    assertFalse(serviceIds(before).contains("late"));
    assertTrue(serviceIds(client("bee")).contains("late"));
  }

  private ClientInfo client(String id) {
    return administration.clients().stream()
        .filter(client -> client.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private WorkspaceInfo workspace(String name) {
    return administration.workspaces().stream()
        .filter(workspace -> workspace.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> serviceIds(ClientInfo client) {
    return client.services().stream().map(ServiceInfo::serviceId).toList();
  }
}
