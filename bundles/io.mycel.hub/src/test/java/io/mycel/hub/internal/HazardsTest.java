package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Permission;
import io.mycel.api.hub.Resident;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What other hubs had to mend again and again. */
class HazardsTest {
  private static final User USER =
      new User("u", List.of(), false, null, null, Map.of("lab", Permission.READ_WRITE), null);
  private static final int STORM = 500;

  private final TestHub hub = new TestHub();

  @AfterEach
  void close() {
    hub.close();
  }

  /** One broken entry must not break the list for all. */
  @Test
  void servicesWithNothingInTheirFieldsBreakNoList() {
    TestClient odd = hub.clientB(TestHub.hello("odd"));
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("id", "odd");
    for (String field :
        List.of("name", "type", "description", "docs", "config", "app_id", "service_schema")) {
      info.put(field, null);
    }
    odd.manager("register_service", info);
    Map<String, Object> config = new HashMap<>();
    config.put("visibility", "public");
    config.put("flags", null);
    odd.manager("register_service", Map.of("id", "odder", "config", config));
    TestClient old = hub.clientA("old", Map.of());
    Map<String, Object> entry = new HashMap<>();
    entry.put("id", "old:s");
    entry.put("name", null);
    entry.put("config", null);
    old.manager("update_client_info", Map.of("id", "old", "services", List.of(entry)));
    TestClient good = hub.clientB(TestHub.hello("good"));
    good.offer("fine", "public", "f", call -> 1);

    for (TestClient each : List.of(odd, old, good)) {
      String listed = each.manager("list_services", "public").toString();
      assertTrue(listed.contains("fine") && listed.contains("odder"), listed);
      each.manager("list_clients");
      assertEquals(1L, ((Number) each.ask(good.peer.address(), "services.fine.f")).longValue());
    }
    assertTrue(odd.manager("list_services").toString().contains("odd:odd"), "its own workspace");
    List<String> ids = hub.hub.services(USER, "public").stream().map(ServiceInfo::id).toList();
    assertTrue(
        ids.toString().contains(":fine") && ids.toString().contains(":odder"), ids::toString);
  }

  /** A hub that starts asks nobody anything: who is dead would hold it up. */
  @Test
  void takeOverWaitsForNobody() {
    TestClient dead = hub.clientB(TestHub.hello("dead"));
    dead.offer("s", "public", "f", call -> 1);
    TestClient alive = hub.clientB(TestHub.hello("alive"));
    dead.deaf = true;
    try (TestHub next = hub.next(dead, alive)) {
      assertEquals(0, dead.unheard, "frames that it would have had to answer");
      assertEquals(2, next.core.directory().clients().size());
      assertEquals("hi", alive.manager("echo", "hi"));
      assertTrue(alive.manager("list_services", "public").toString().contains("dead:s"));
    }
  }

  /** A function that blocks holds a thread of its own, not the one that reads a socket. */
  @Test
  void functionThatBlocksHoldsNobodyUp() throws Exception {
    ExecutorService workers = Executors.newCachedThreadPool();
    try {
      CountDownLatch release = new CountDownLatch(1);
      Peer java =
          hub.core.localClients().connect("lab", "java", USER, workers, Resident.Role.BUNDLE);
      RpcFunction blocking =
          call -> {
            release.await();
            return "at last";
          };
      java.services()
          .put("s", Service.builder("s").visibility("public").function("f", blocking).build());
      TestClient client = hub.clientB(TestHub.hello("client"));
      CompletableFuture<Object> blocked = client.peer.function("lab/java", "services.s.f").call();
      // on the same thread, which stands for the one that reads the client's socket
      assertEquals("hi", client.manager("echo", "hi"));
      assertFalse(blocked.isDone());
      release.countDown();
      assertEquals("at last", blocked.get(10, TimeUnit.SECONDS));
    } finally {
      workers.shutdownNow();
    }
  }

  /** All come back in the same moment, after a restart of the transport. */
  @Test
  void manyClientsComeBackAtOnce() {
    List<TestClient> before = new ArrayList<>();
    for (int i = 0; i < STORM; i++) {
      before.add(hub.clientB(TestHub.hello("c" + i)));
    }
    // no more than may be away keep their place; the others come back by their token all the same
    before.forEach(each -> each.vanish(1012));
    hub.timer.elapseImmediate();
    for (TestClient each : before) {
      String token = each.text(0).path("reconnection_token").asText();
      String workspace = each.peer.workspace();
      TestClient again = hub.clientB(TestHub.hello(each.peer.clientId(), workspace, null, token));
      assertNull(again.closeCode, each.peer::address);
      assertEquals(each.peer.address(), again.peer.address());
      assertEquals("hi", again.manager("echo", "hi"));
    }
    assertEquals(STORM, hub.core.directory().clients().size());
    assertEquals(0, hub.core.reconnection().size());
  }

  /** The stronger of two grants counts, whichever is the wider. */
  @Test
  void widerGrantDoesNotHideAStrongerOne() {
    User reader =
        new User(
            "u",
            List.of(),
            false,
            null,
            null,
            Map.of("*", Permission.READ, "lab", Permission.READ_WRITE),
            null);
    assertTrue(reader.may("lab", Permission.READ_WRITE));
    assertTrue(reader.may("elsewhere", Permission.READ));
    assertFalse(reader.may("elsewhere", Permission.READ_WRITE));
    User admin =
        new User(
            "u",
            List.of(),
            false,
            null,
            null,
            Map.of("*", Permission.ADMIN, "lab", Permission.READ),
            null);
    assertTrue(admin.may("lab", Permission.ADMIN));
  }

  /** Calls through HTTP leave no client behind, however many there are. */
  @Test
  void requestsOfHttpLeaveNoClients() {
    TestClient provider = hub.clientB(TestHub.hello("provider"));
    provider.offer("s", "public", "f", call -> 1L);
    for (int i = 0; i < 100; i++) {
      Object answer =
          TestClient.get(
              hub.hub
                  .call(
                      Gateways.ANONYMOUS,
                      provider.peer.workspace(),
                      "provider:s",
                      "f",
                      List.of(),
                      Map.of())
                  .toCompletableFuture());
      assertEquals(1L, answer);
    }
    assertEquals(2, hub.core.directory().clients().size(), "the provider and one helper");
    assertEquals(
        0, hub.core.directory().clients().stream().mapToInt(entry -> entry.pending().size()).sum());
  }
}
