package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients may make the hub keep, with the limits of {@link TestHub#LIMITS}. */
class LimitsTest {
  private static final String LONG = "x".repeat(10_000);

  private final TestHub hub = new TestHub();
  private final TestClient client = hub.clientB(TestHub.hello("client"));

  @AfterEach
  void close() {
    hub.close();
  }

  /** A refusal, which the client survives, and which is counted. */
  private void refused(String message, Runnable action) {
    double before = figure("mycel_hub_limits_met_total");
    RpcException e = assertThrows(RpcException.class, action::run);
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(before + 1, figure("mycel_hub_limits_met_total"));
    assertEquals("hi", client.manager("echo", "hi"));
    assertNull(client.closeCode);
  }

  private double figure(String name) {
    return hub.core.traffic().read().stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(sample -> sample.value())
        .sum();
  }

  private static Map<String, Object> service(String id, String description) {
    return Map.of("id", id, "description", description, "config", Map.of("visibility", "public"));
  }

  @Test
  void aClientMayHaveSoManyServices() {
    int had = client.peer.services().size();
    List<String> made = new ArrayList<>();
    refused(
        "cannot have more than 20 services",
        () ->
            IntStream.range(had, 30)
                .forEach(
                    i -> {
                      client.manager("register_service", service("s" + i, ""));
                      made.add("s" + i);
                    }));
    assertEquals(20, made.size() + had);
    client.manager("unregister_service", made.get(0));
    client.manager("register_service", service("another", ""));
  }

  @Test
  void theDescriptionsOfAClientsServicesMayBeSoLong() {
    String third = LONG.repeat(3);
    client.manager("register_service", service("a", third));
    client.manager("register_service", service("b", third));
    client.manager("register_service", service("c", third));
    refused("the limit is 100000", () -> client.manager("register_service", service("d", third)));
    client.manager("register_service", service("c", third + "replaced"));
    client.manager("unregister_service", "b");
    client.manager("register_service", service("d", third));
    TestClient old = hub.clientA("old", Map.of());
    refused(
        "the limit is 100000",
        () ->
            old.manager(
                "update_client_info",
                Map.of("id", "old", "services", List.of(service("old:s", third.repeat(4))))));
  }

  @Test
  void aHubTakenOverKnowsWhatTheServicesTake() {
    client.manager("register_service", service("a", LONG.repeat(3)));
    try (TestHub next = new TestHub()) {
      client.attach(io.mycel.api.rpc.Peer.class, client.peer);
      next.core.desk().opened(client);
      assertTrue(
          next.core.registry().bytesOf(client.attachment(io.mycel.api.hub.Client.class).get())
              > 30_000);
    }
  }

  @Test
  void theHubMayHaveSoManyWorkspacesAndAClientStillGetsItsOwn() {
    for (int i = 0; hub.core.directory().workspaces().size() < 110; i++) {
      hub.clientB(TestHub.hello("c" + i));
    }
    refused(
        "this server has 120 workspaces",
        () ->
            IntStream.range(0, 20)
                .forEach(i -> client.manager("create_workspace", Map.of("id", "made" + i))));
    assertNull(hub.clientB(TestHub.hello("late")).closeCode);
    assertEquals(121, figure("mycel_hub_workspaces"));
  }

  @Test
  void aUserMayMakeSoManyWorkspaces() {
    refused(
        "cannot make more than 100 workspaces",
        () ->
            IntStream.range(0, 101)
                .forEach(i -> client.manager("create_workspace", Map.of("id", "made" + i))));
  }

  @Test
  void aWorkspaceKeepsSoMuch() {
    client.manager("set_env", "one", LONG);
    client.manager("register_service_type", Map.of("id", "t", "definition", LONG));
    refused("has no room for", () -> client.manager("set_env", "two", LONG));
    refused(
        "has no room for",
        () -> client.manager("register_service_type", Map.of("id", "u", "definition", LONG)));
    client.manager("set_env", "one", "short");
    client.manager("set_env", "two", LONG);
    assertEquals(LONG, client.manager("get_env", "two"));
    assertTrue(figure("mycel_hub_workspace_bytes") > 20_000);
    refused(
        "has no room for",
        () -> client.manager("create_workspace", Map.of("id", "w", "description", LONG.repeat(4))));
  }

  @Test
  void aDescriptionCannotGrowForEver() {
    TestClient old = hub.clientA("old", Map.of());
    old.manager("set", Map.of("a", LONG));
    old.manager("set", Map.of("a", LONG));
    old.manager("set", Map.of("b", LONG));
    refused("has no room for", () -> old.manager("set", Map.of("c", LONG)));
  }

  @Test
  void oldEventsMakeRoomForNewOnes() {
    for (int i = 0; i < 10; i++) {
      client.manager("log_event", "type-" + i, LONG);
    }
    String kept = client.manager("get_events").toString();
    assertTrue(kept.contains("type-9"), "the youngest is kept");
    assertTrue(!kept.contains("type-7") && kept.length() < 30_000, kept.length() + " characters");
    refused("has no room for", () -> client.manager("log_event", "large", LONG.repeat(4)));
  }

  @Test
  void aClientMaySubscribeToSoManyTypes() {
    List<String> types = IntStream.range(0, 50).mapToObj(i -> "type-" + i).toList();
    client.manager("subscribe", types);
    client.manager("subscribe", types);
    refused("more than 50 event types", () -> client.manager("subscribe", "one more"));
    client.manager("unsubscribe", "type-1");
    refused("longer than 256", () -> client.manager("subscribe", LONG));
    client.manager("subscribe", "one more");
  }

  @Test
  void soManyTokensCanBeRevoked() {
    for (int i = 0; i < 2; i++) {
      client.manager("revoke_token", client.manager("generate_token"));
    }
    assertEquals(2, figure("mycel_hub_revoked_tokens"));
    Object third = client.manager("generate_token");
    refused("knows 2 revoked tokens", () -> client.manager("revoke_token", third));
  }

  @Test
  void soManyClientsMayBeAway() {
    List<TestClient> all =
        IntStream.range(0, 5).mapToObj(i -> hub.clientB(TestHub.hello("c" + i))).toList();
    all.forEach(each -> each.vanish(1006));
    hub.timer.elapseImmediate();
    assertEquals(3, figure("mycel_hub_clients_away"));
    hub.timer.elapse();
    assertEquals(0, figure("mycel_hub_clients_away"));
  }

  @Test
  void aMessageToTheManagerMayBeSoLarge() {
    RpcException e =
        assertThrows(RpcException.class, () -> client.manager("echo", "x".repeat(256 * 1024)));
    assertTrue(e.getMessage().contains("larger than 262144 bytes"), e.getMessage());
    TestClient receiver = hub.clientA("receiver", Map.of());
    receiver.offer("s", "public", "f", call -> call.args().get(0));
    String large = "x".repeat(200_000);
    assertEquals(large, client.ask(receiver.peer.address(), "services.s.f", large));
  }

  @Test
  void anAnswerThatCannotBeReadGivesItsMemoryBack() {
    TestClient old = hub.clientA("old", Map.of());
    AtomicInteger held = new AtomicInteger(1);
    Map<String, Object> main =
        Map.of("type", "method", "to", client.peer.address(), "method", "asked.resolve");
    hub.core.directory().client(old.peer.address()).builtInAsked().add("asked");
    ByteBuffer garbage = ByteBuffer.wrap(new byte[] {(byte) 0xc1, 1, 2});
    hub.core
        .desk()
        .received(
            old,
            Buffers.join(hub.engine.pack(main), garbage),
            new Lease() {
              @Override
              public void release() {
                held.decrementAndGet();
              }

              @Override
              public void keep() {
                held.addAndGet(100);
              }
            });
    assertEquals(0, held.get());
  }

  @Test
  void aFieldOfAHeadMayBeSoLong() {
    for (String field : List.of("to", "method", "session", "type")) {
      ByteBuffer frame = hub.engine.pack(Map.of(field, "x".repeat(20_000)));
      BrokenFrameException e =
          assertThrows(BrokenFrameException.class, () -> FrameHead.scan(frame));
      assertTrue(e.getMessage().contains("'" + field + "' is longer"), e.getMessage());
    }
  }
}
