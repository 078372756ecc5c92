package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Lease;
import io.mycel.api.transport.Opening;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubTest {
  private final TestHub hub = new TestHub();

  @AfterEach
  void close() {
    hub.close();
  }

  // ---- who comes in

  @Test
  void anonymousClientsGetWorkspacesInTheFormOfTheirGeneration() {
    TestClient a = hub.clientA("c", Map.of());
    TestClient b = hub.clientB(TestHub.hello("c"));
    assertFalse(a.peer.workspace().startsWith("ws-user-"));
    assertTrue(b.peer.workspace().startsWith("ws-user-anonymouz-"), b.peer.workspace());
  }

  @Test
  void generationAIsRefusedBeforeTheSocketOpens() {
    assertTrue(hub.tryClientA("", Map.of()).refusal.contains("client_id is missing"));
    assertTrue(
        hub.tryClientA("x", Map.of("token", "garbage")).refusal.contains("token is refused"));
    assertTrue(
        hub.tryClientA("x", Map.of("workspace", "public")).refusal.contains("Permission denied"));
    assertTrue(hub.tryClientA("x", Map.of("workspace", "nope")).refusal.contains("does not exist"));
    assertTrue(
        hub.tryClientA("x", Map.of("reconnection_token", "abc"))
            .refusal
            .contains("token is refused"));
    assertTrue(hub.tryClientA("workspace-manager", Map.of()).refusal.contains("choose another"));
    assertTrue(hub.tryClientA("a/b", Map.of()).refusal.contains("must not contain"));
    assertNull(hub.tryClientA("x", Map.of()).refusal);
  }

  @Test
  void generationBIsRefusedWithATextAndACloseCode() {
    assertRefused(hub.clientB("{nope"), 1003, "Failed to decode authentication information");
    assertRefused(hub.clientB("[1]"), 1003, "Failed to decode authentication information");
    assertRefused(hub.clientB("{\"client_id\": 5}"), 1003, "'client_id' must be text");
    assertRefused(
        hub.clientB("[".repeat(70_000)), 1003, "Failed to decode authentication information");
    assertRefused(hub.clientB(TestHub.hello(null)), 1003, "client_id is missing");
    assertRefused(
        hub.clientB(TestHub.hello("x", null, "garbage", null)), 1008, "Authentication error: ");
    assertRefused(
        hub.clientB(TestHub.hello("x", "public", null, null)),
        1001,
        "Failed to establish connection: Permission denied for workspace: public");
    assertRefused(
        hub.clientB(TestHub.hello("x", "nope", null, null)),
        1001,
        "Failed to establish connection: 'Workspace nope does not exist or is not accessible'");
  }

  @Test
  void aClientOfGenerationBThatSaysNothingIsSentAway() {
    TestClient silent = hub.silentClientB();
    TestClient prompt = hub.clientB(TestHub.hello("x"));
    hub.timer.elapse();
    assertRefused(silent, 1008, "Authentication payload timeout");
    assertNull(prompt.closeCode);
  }

  private static void assertRefused(TestClient client, int code, String message) {
    assertEquals(code, client.closeCode);
    assertEquals("error", client.text(0).path("type").asText());
    assertTrue(client.text(0).path("message").asText().startsWith(message), client.texts.get(0));
  }

  @Test
  void framesBeforeTheHandshakeGoNowhere() {
    TestClient silent = hub.silentClientB();
    AtomicInteger released = new AtomicInteger();
    hub.core
        .desk()
        .received(
            silent,
            hub.engine.pack(Map.of("type", "method", "to", "x/y")),
            new Lease() {
              @Override
              public void release() {
                released.incrementAndGet();
              }

              @Override
              public void keep() {
                released.addAndGet(100);
              }
            });
    assertEquals(1, released.get());
  }

  @Test
  void smallTalkOfGenerationBIsAnswered() {
    TestClient b = hub.clientB(TestHub.hello("x"));
    hub.core.desk().received(b, "{\"type\":\"ping\"}");
    hub.core.desk().received(b, "{\"type\":\"refresh_token\"}");
    hub.core.desk().received(b, "{\"type\":\"what\"}");
    hub.core.desk().received(b, "garbage");
    assertEquals("pong", b.text(1).path("type").asText());
    assertEquals("reconnection_token", b.text(2).path("type").asText());
    assertEquals(3, b.texts.size());
    assertNull(b.closeCode);
  }

  @Test
  void aNameIsTakenOnceInAWorkspace() {
    TestClient first = hub.clientB(TestHub.hello("first"));
    String token = (String) first.manager("generate_token");
    TestClient second = hub.clientB(TestHub.hello("x", first.peer.workspace(), token, null));
    TestClient third = hub.clientB(TestHub.hello("x", first.peer.workspace(), token, null));
    assertNull(second.closeCode);
    assertRefused(
        third,
        1001,
        "Failed to establish connection: Client already exists and is active: "
            + first.peer.workspace()
            + "/x");
    assertTrue(
        hub.tryClientA("x", Map.of("workspace", first.peer.workspace(), "token", token))
            .refusal
            .contains("already exists"));
    assertEquals("hi", second.manager("echo", "hi"));
  }

  @Test
  void aGhostThatDoesNotAnswerGivesItsNameAway() {
    TestClient first = hub.clientB(TestHub.hello("first"));
    String token = (String) first.manager("generate_token");
    TestClient ghost = hub.clientB(TestHub.hello("x", first.peer.workspace(), token, null));
    ghost.full = true; // takes no frame any more, as a dead socket whose queue has filled
    TestClient heir = hub.clientB(TestHub.hello("x", first.peer.workspace(), token, null));
    assertEquals(1006, ghost.closeCode);
    assertEquals("hi", heir.manager("echo", "hi"));
  }

  @Test
  void releasesOfWebsocketsThatImjoyRpcBreaksWithAreKnown() {
    for (String agent : List.of("Python/3.11 websockets/14.0", "Python/3.12 websockets/17.4")) {
      assertTrue(Desk.breaksGenerationA(from(agent)), agent);
    }
    for (String agent :
        List.of("Python/3.11 websockets/13.1", "Python/3.9 websockets/9.1", "node", "")) {
      assertFalse(Desk.breaksGenerationA(from(agent)), agent);
    }
  }

  private static Opening from(String agent) {
    return new Opening("/ws", Map.of(), Map.of("user-agent", agent), "test:3");
  }

  // ---- tokens

  @Test
  void aTokenOpensItsWorkspaceToBothGenerations() {
    TestClient owner = hub.clientA("owner", Map.of());
    owner.offer("secret", "protected", "f", call -> "told " + call.context().user().get("parent"));
    String token = (String) owner.manager("generateToken");
    TestClient b = hub.clientB(TestHub.hello("b", owner.peer.workspace(), token, null));
    TestClient a = hub.clientA("a", Map.of("workspace", owner.peer.workspace(), "token", token));
    TestClient stranger = hub.clientB(TestHub.hello("s"));
    String f = "services.secret.f";
    assertEquals("told " + owner.peer.workspace(), b.ask(owner.peer.address(), f));
    assertEquals("told " + owner.peer.workspace(), a.ask(owner.peer.address(), f));
    RpcException refused =
        assertThrows(RpcException.class, () -> stranger.ask(owner.peer.address(), f));
    assertEquals(RpcException.Kind.PERMISSION, refused.kind(), refused.getMessage());
    assertThrows(
        RpcException.class,
        () -> stranger.manager("get_service", owner.peer.workspace() + "/owner:secret"));
  }

  @Test
  void aTokenWithReadPermissionCannotRegister() {
    TestClient owner = hub.clientB(TestHub.hello("owner"));
    String token = (String) owner.manager("generate_token", Map.of("permission", "read"));
    TestClient reader = hub.clientB(TestHub.hello("r", null, token, null));
    assertEquals(owner.peer.workspace(), reader.peer.workspace());
    RpcException e =
        assertThrows(RpcException.class, () -> reader.offer("s", "public", "f", call -> 1));
    assertTrue(e.getMessage().contains("may not register"), e.getMessage());
    assertThrows(RpcException.class, () -> reader.manager("generate_token"));
  }

  @Test
  void nobodyMakesTokensForAForeignWorkspace() {
    TestClient victim = hub.clientB(TestHub.hello("victim"));
    TestClient attacker = hub.clientB(TestHub.hello("attacker"));
    for (String workspace : List.of(victim.peer.workspace(), "public", "*")) {
      assertThrows(
          RpcException.class,
          () -> attacker.manager("generate_token", Map.of("workspace", workspace)),
          workspace);
      assertThrows(
          RpcException.class,
          () -> attacker.manager("generate_token", Map.of("scopes", List.of(workspace))),
          workspace);
    }
    assertThrows(
        RpcException.class,
        () -> attacker.manager("generate_token", Map.of("email", "root@hub.example")));
    assertThrows(
        RpcException.class, () -> attacker.manager("generate_token", Map.of("expires_in", -1)));
  }

  @Test
  void aRevokedTokenOpensNothing() {
    TestClient owner = hub.clientB(TestHub.hello("owner"));
    String token = (String) owner.manager("generate_token");
    TestClient stranger = hub.clientB(TestHub.hello("stranger"));
    assertThrows(RpcException.class, () -> stranger.manager("revoke_token", token));
    assertThrows(RpcException.class, () -> stranger.manager("parse_token", token));
    assertEquals(
        ((Map<?, ?>) owner.manager("parse_token", token)).get("parent"),
        owner.peer.workspace().substring("ws-user-".length()));
    owner.manager("revoke_token", token);
    assertRefused(
        hub.clientB(TestHub.hello("x", null, token, null)), 1008, "Authentication error: ");
  }

  @Test
  void aReconnectionTokenIsNoToken() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    String reconnection = b.text(0).path("reconnection_token").asText();
    assertRefused(
        hub.clientB(TestHub.hello("other", null, reconnection, null)),
        1008,
        "Authentication error: ");
    assertRefused(
        hub.clientB(TestHub.hello("other", null, null, reconnection)),
        1008,
        "Authentication error: ");
    assertThrows(HubException.class, () -> hub.hub.authenticate(reconnection));
  }

  // ---- services

  @Test
  void aPublicServiceIsFoundByItsNameFromEveryWorkspace() {
    TestClient a = hub.clientA("a", Map.of());
    a.offer("hello-world", "public", "hello", call -> "Hello " + call.args().get(0));
    TestClient b = hub.clientB(TestHub.hello("b"));
    for (String id :
        List.of(
            "hello-world",
            a.peer.workspace() + "/a:hello-world",
            a.peer.workspace() + "/*:hello-world")) {
      Map<?, ?> service = (Map<?, ?>) b.manager("get_service", id);
      assertEquals(a.peer.address() + ":hello-world", service.get("id"));
      assertEquals(
          "Hello John", TestClient.get(((RemoteFunction) service.get("hello")).call("John")));
    }
  }

  @Test
  void anAbsentServiceIsNothingForAAndAnErrorForB() {
    assertNull(hub.clientA("a", Map.of()).manager("get_service", "nope"));
    TestClient b = hub.clientB(TestHub.hello("b"));
    RpcException e = assertThrows(RpcException.class, () -> b.manager("get_service", "nope"));
    assertTrue(e.getMessage().contains("Service not found: nope"), e.getMessage());
    assertEquals("", e.remoteTrace().contains("HubException.java") ? e.remoteTrace() : "");
  }

  @Test
  void privateMeansProtectedAndOtherWordsAreRefused() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    b.offer("s", "private", "f", call -> 1);
    Map<?, ?> info = (Map<?, ?>) b.manager("get_service_info", "s");
    assertEquals("protected", ((Map<?, ?>) info.get("config")).get("visibility"));
    RpcException e = assertThrows(RpcException.class, () -> b.offer("t", "secret", "f", call -> 1));
    assertTrue(e.getMessage().contains("public, protected, unlisted"), e.getMessage());
  }

  @Test
  void nobodyRegistersAServiceOfAnother() {
    TestClient victim = hub.clientB(TestHub.hello("victim"));
    TestClient attacker = hub.clientB(TestHub.hello("attacker"));
    for (String id :
        List.of(
            victim.peer.address() + ":s", "victim:s", victim.peer.workspace() + "/attacker:s")) {
      RpcException e =
          assertThrows(
              RpcException.class,
              () ->
                  attacker.manager(
                      "register_service",
                      Map.of("id", id, "config", Map.of("visibility", "public"))),
              id);
      assertTrue(e.getMessage().contains("Permission denied"), e.getMessage());
    }
    assertThrows(
        RpcException.class,
        () -> attacker.manager("unregister_service", victim.peer.address() + ":built-in"));
  }

  @Test
  void aClientHasNoMoreServicesThanConfigured() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    for (int i = 0; i < 20; i++) {
      b.offer("s" + i, "protected", "f", call -> 1);
    }
    b.offer("s0", "public", "f", call -> 1);
    RpcException e =
        assertThrows(RpcException.class, () -> b.offer("more", "public", "f", call -> 1));
    assertTrue(e.getMessage().contains("more than 20 services"), e.getMessage());
  }

  @Test
  void unregisteredIsGone() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    b.offer("s", "public", "f", call -> 1);
    b.manager("unregister_service", "s");
    assertThrows(RpcException.class, () -> b.manager("get_service", "s"));
    assertThrows(RpcException.class, () -> b.manager("unregister_service", "s"));
  }

  @Test
  void ofSeveralServicesTheModeChooses() {
    TestClient one = hub.clientB(TestHub.hello("one"));
    TestClient two = hub.clientB(TestHub.hello("two"));
    one.offer("s", "public", "load", call -> 5);
    two.offer("s", "public", "load", call -> 3);
    TestClient b = hub.clientB(TestHub.hello("b"));
    assertEquals(two.peer.address() + ":s", idOf(b, Map.of()));
    assertEquals(two.peer.address() + ":s", idOf(b, Map.of("mode", "last")));
    assertEquals(one.peer.address() + ":s", idOf(b, Map.of("mode", "first")));
    assertEquals(two.peer.address() + ":s", idOf(b, Map.of("mode", "select:min:load")));
    assertEquals(one.peer.address() + ":s", idOf(b, Map.of("mode", "select:max:load")));
    assertTrue(
        List.of(one.peer.address() + ":s", two.peer.address() + ":s")
            .contains(idOf(b, Map.of("mode", "random"))));
    RpcException exact = assertThrows(RpcException.class, () -> idOf(b, Map.of("mode", "exact")));
    assertTrue(exact.getMessage().contains("Multiple services found"), exact.getMessage());
    assertThrows(RpcException.class, () -> idOf(b, Map.of("mode", "best")));
  }

  private static Object idOf(TestClient client, Map<String, Object> config) {
    return ((Map<?, ?>) client.manager("get_service", "s", config)).get("id");
  }

  @Test
  void listsShowWhatTheCallerMaySee() {
    TestClient owner = hub.clientB(TestHub.hello("owner"));
    owner.offer("open", "public", "f", call -> 1);
    owner.offer("closed", "protected", "f", call -> 1);
    owner.offer("quiet", "unlisted", "f", call -> 1);
    TestClient stranger = hub.clientA("stranger", Map.of());
    String workspace = owner.peer.workspace();
    assertEquals(List.of("closed", "open"), ids(owner.manager("list_services")));
    assertEquals(List.of("open"), ids(stranger.manager("list_services", workspace)));
    assertEquals(List.of("open"), ids(stranger.manager("list_services", "public")));
    assertEquals(List.of(), ids(stranger.manager("list_services")));
    assertEquals(
        List.of("open"),
        ids(stranger.manager("list_services", Map.of("workspace", workspace, "type", "generic"))));
    assertThrows(RpcException.class, () -> stranger.manager("list_services", "no-such-workspace"));
    assertEquals("quiet", ((Map<?, ?>) owner.manager("get_service_info", "quiet")).get("name"));
    assertThrows(RpcException.class, () -> stranger.manager("list_clients", workspace));
  }

  private static List<String> ids(Object list) {
    return ((List<?>) list)
        .stream()
            .map(info -> String.valueOf(((Map<?, ?>) info).get("id")))
            .map(id -> id.substring(id.lastIndexOf(':') + 1))
            .filter(id -> !id.equals("built-in"))
            .sorted()
            .toList();
  }

  @Test
  void wrongArgumentsOfTheManagerAreNamed() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    assertMessage(b, "'service_id' is missing", "get_service");
    assertMessage(b, "3 positional arguments", "get_service", "a", Map.of(), "c");
    assertMessage(b, "'service_id' must be text, got", "get_service", 5);
    assertMessage(b, "'config' must be an object, got String", "get_service", "x", "y");
    assertMessage(b, "is no service id", "get_service", "a:b:c");
    assertMessage(b, "Method not found", "no_such_method");
    assertMessage(b, "not available yet", "bookmark", Map.of());
    assertMessage(
        b, "not available yet", "create_workspace", Map.of("id", "x", "persistent", true));
    RpcException e =
        assertThrows(
            RpcException.class,
            () ->
                TestClient.get(
                    new RemoteFunction(
                            b.peer,
                            b.managerAddress(),
                            "services.default.echo",
                            RemoteFunction.Promise.COMPACT,
                            Map.of())
                        .call(List.of(), Map.of("dat", 1))));
    assertTrue(e.getMessage().contains("no argument 'dat'"), e.getMessage());
  }

  private static void assertMessage(TestClient client, String part, String method, Object... args) {
    RpcException e = assertThrows(RpcException.class, () -> client.manager(method, args));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  // ---- workspaces

  @Test
  void aWorkspaceIsMadeDescribedAndClosed() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    b.manager("create_workspace", Map.of("id", "lab", "description", "of mine"));
    assertEquals(
        "of mine", ((Map<?, ?>) b.manager("get_workspace_info", "lab")).get("description"));
    TestClient other = hub.clientB(TestHub.hello("other"));
    assertThrows(RpcException.class, () -> other.manager("get_workspace_info", "lab"));
    assertThrows(
        RpcException.class, () -> other.manager("create_workspace", Map.of("id", "lab"), true));
    assertThrows(RpcException.class, () -> other.manager("delete_workspace", "lab"));
    assertMessage(b, "already exists", "create_workspace", Map.of("id", "lab"));
    b.manager("create_workspace", Map.of("id", "lab", "description", "changed"), true);
    assertEquals(
        "changed", ((Map<?, ?>) b.manager("get_workspace_info", "lab")).get("description"));
    b.manager("delete_workspace", "lab");
    assertThrows(RpcException.class, () -> b.manager("get_workspace_info", "lab"));
    assertThrows(RpcException.class, () -> b.manager("delete_workspace", "public"));
  }

  @Test
  void aWorkspaceKeepsVariablesTypesAndEvents() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    b.manager("set_env", "K", "v");
    assertEquals("v", b.manager("get_env", "K"));
    assertEquals(Map.of("K", "v"), b.manager("get_env"));
    assertThrows(RpcException.class, () -> b.manager("get_env", "none"));
    b.manager("register_service_type", Map.of("id", "t", "definition", Map.of()));
    assertEquals("t", ((Map<?, ?>) b.manager("get_service_type", "t")).get("id"));
    b.manager("log_event", "e", Map.of("n", 1));
    b.manager("log_event", "e");
    b.manager("log_event", "f");
    assertEquals(2, ((List<?>) b.manager("get_events", "e")).size());
    assertEquals(0, ((List<?>) b.manager("get_events", null, "2999-01-01T00:00:00Z")).size());
    assertEquals(
        List.of(Map.of("event_type", "e", "count", 2), Map.of("event_type", "f", "count", 1))
            .toString()
            .length(),
        b.manager("get_event_stats").toString().length());
    assertMessage(b, "2026-01-31T12:00:00Z", "get_events", null, "yesterday");
  }

  @Test
  void aWorkspaceGoesWithItsLastClientAndPublicStays() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    String workspace = b.peer.workspace();
    assertEquals(List.of(), hub.hub.services(hub.hub.authenticate(null), workspace));
    b.vanish(1000);
    HubException e =
        assertThrows(
            HubException.class, () -> hub.hub.services(hub.hub.authenticate(null), workspace));
    assertEquals(HubException.Kind.NOT_FOUND, e.kind());
    assertEquals(List.of(), hub.hub.services(hub.hub.authenticate(null), "public"));
  }

  // ---- events

  @Test
  void eventsReachTheSubscribersOfTheOwnWorkspaceOnly() {
    TestClient owner = hub.clientB(TestHub.hello("owner"));
    String token = (String) owner.manager("generate_token");
    TestClient mate = hub.clientB(TestHub.hello("mate", null, token, null));
    TestClient stranger = hub.clientB(TestHub.hello("stranger"));
    for (TestClient client : List.of(owner, mate, stranger)) {
      client.manager("subscribe", List.of("news"));
    }
    emit(owner, "*");
    emit(owner, "mate");
    emit(owner, stranger.peer.workspace() + "/*");
    assertEquals(2, mate.events.size());
    assertEquals(owner.peer.address(), mate.events.get(0).get("from"));
    assertEquals(owner.peer.workspace() + "/*", mate.events.get(0).get("to"));
    assertEquals(0, stranger.events.size());
    mate.manager("unsubscribe", "news");
    emit(owner, "*");
    assertEquals(2, mate.events.size());
  }

  private void emit(TestClient from, String to) {
    hub.core
        .desk()
        .received(from, hub.engine.pack(Map.of("type", "news", "to", to, "data", 1)), Lease.NONE);
  }

  @Test
  void subscribersLearnThatAClientHasGone() {
    TestClient owner = hub.clientB(TestHub.hello("owner"));
    String token = (String) owner.manager("generate_token");
    TestClient mate = hub.clientB(TestHub.hello("mate", null, token, null));
    owner.manager("subscribe", List.of("client_disconnected"));
    mate.vanish(1000);
    hub.timer.elapse();
    assertEquals(
        Map.of("id", "mate", "workspace", owner.peer.workspace()), owner.events.get(0).get("data"));
  }

  // ---- going and coming back

  @Test
  void callsToAClientThatVanishesFailAtOnceWhileOthersNoticeNothing() {
    TestClient provider = hub.clientA("provider", Map.of());
    provider.offer("s", "public", "never", call -> new CompletableFuture<>());
    TestClient bystander = hub.clientB(TestHub.hello("bystander"));
    bystander.offer("t", "public", "f", call -> 1);
    TestClient caller = hub.clientB(TestHub.hello("caller"));
    CompletableFuture<Object> pending =
        new RemoteFunction(
                caller.peer,
                provider.peer.address(),
                "services.s.never",
                RemoteFunction.Promise.COMPACT,
                Map.of())
            .call();
    assertFalse(pending.isDone());
    provider.vanish(1006);
    assertTrue(pending.isCompletedExceptionally());
    RpcException again =
        assertThrows(
            RpcException.class, () -> caller.ask(provider.peer.address(), "services.s.never"));
    assertEquals(RpcException.Kind.PEER_GONE, again.kind(), again.getMessage());
    assertEquals(1L, ((Number) caller.ask(bystander.peer.address(), "services.t.f")).longValue());
  }

  @Test
  void duringTheGraceServicesStayListedAndCallsFailAtOnce() {
    TestClient provider = hub.clientB(TestHub.hello("provider"));
    provider.offer("s", "public", "f", call -> 1);
    TestClient caller = hub.clientA("caller", Map.of());
    provider.vanish(1006);
    assertEquals(List.of("s"), ids(caller.manager("list_services", "public")));
    RpcException e = assertThrows(RpcException.class, () -> caller.manager("get_service", "s"));
    assertTrue(e.getMessage().contains("lost its connection"), e.getMessage());
    hub.timer.elapse();
    assertEquals(List.of(), ids(caller.manager("list_services", "public")));
    assertNull(caller.manager("get_service", "s"));
  }

  @Test
  void aClientOfGenerationAComesBackWithItsServices() {
    TestClient provider = hub.clientA("provider", Map.of());
    provider.offer("s", "public", "f", call -> "old");
    String token =
        (String) ((Map<?, ?>) provider.manager("get_connection_info")).get("reconnection_token");
    String workspace = provider.peer.workspace();
    provider.vanish(1006);
    TestClient back =
        hub.clientA("provider", Map.of("workspace", workspace, "reconnection_token", token));
    assertEquals(workspace, back.peer.workspace());
    back.peer
        .services()
        .put("s", Service.builder("s").visibility("public").function("f", call -> "new").build());
    TestClient caller = hub.clientB(TestHub.hello("caller"));
    Map<?, ?> service = (Map<?, ?>) caller.manager("get_service", "s");
    assertEquals("new", TestClient.get(((RemoteFunction) service.get("f")).call()));
    hub.timer.elapse();
    assertEquals("new", TestClient.get(((RemoteFunction) service.get("f")).call()));
  }

  @Test
  void aClientOfGenerationAThatWasAwayForTooLongMustStartAnew() {
    TestClient provider = hub.clientA("provider", Map.of());
    String token =
        (String) ((Map<?, ?>) provider.manager("get_connection_info")).get("reconnection_token");
    provider.vanish(1006);
    hub.timer.elapse();
    assertTrue(
        hub.tryClientA(
                "provider",
                Map.of("workspace", provider.peer.workspace(), "reconnection_token", token))
            .refusal
            .contains("away for too long"));
  }

  @Test
  void aClientOfGenerationBTakesItsNameOverFromItsOldSocketAndKeepsItsNewServices() {
    TestClient old = hub.clientB(TestHub.hello("c"));
    old.offer("s", "public", "f", call -> "old");
    String token = old.text(0).path("reconnection_token").asText();
    TestClient back = hub.clientB(TestHub.hello("c", old.peer.workspace(), null, token));
    assertEquals(1006, old.closeCode);
    assertNull(back.closeCode);
    back.offer("s", "public", "f", call -> "new");
    old.vanish(1006); // the transport notices only now
    hub.timer.elapse();
    TestClient caller = hub.clientB(TestHub.hello("caller"));
    Map<?, ?> service = (Map<?, ?>) caller.manager("get_service", "s");
    assertEquals("new", TestClient.get(((RemoteFunction) service.get("f")).call()));
    assertEquals(1, ((List<?>) back.manager("list_clients")).size());
  }

  @Test
  void aClientOfGenerationBComesBackEvenAfterTheGrace() {
    TestClient old = hub.clientB(TestHub.hello("c"));
    String token = old.text(0).path("reconnection_token").asText();
    String workspace = old.peer.workspace();
    old.vanish(1006);
    hub.timer.elapse();
    TestClient back = hub.clientB(TestHub.hello("c", workspace, null, token));
    assertEquals(workspace, back.peer.workspace());
    assertEquals("hi", back.manager("echo", "hi"));
  }

  // ---- frames

  @Test
  void brokenFramesHurtNobody() {
    TestClient b = hub.clientB(TestHub.hello("b"));
    AtomicInteger released = new AtomicInteger();
    Lease counting =
        new Lease() {
          @Override
          public void release() {
            released.incrementAndGet();
          }

          @Override
          public void keep() {
            released.addAndGet(1000);
          }
        };
    List<ByteBuffer> broken =
        List.of(
            ByteBuffer.wrap(new byte[0]),
            ByteBuffer.wrap(new byte[] {(byte) 0xc1}),
            ByteBuffer.wrap(new byte[] {(byte) 0x81, 1}),
            hub.engine.pack(Map.of("type", "method")),
            hub.engine.pack(Map.of("to", 5)),
            hub.engine.pack(Map.of("type", "method", "to", "nobody/here", "method", "x")));
    broken.forEach(frame -> hub.core.desk().received(b, frame, counting));
    assertEquals(broken.size(), released.get());
    assertNull(b.closeCode);
    assertEquals("hi", b.manager("echo", "hi"));
  }

  @Test
  void aCallWhoseTargetTakesNoMoreIsRejectedAtOnce() {
    TestClient provider = hub.clientB(TestHub.hello("provider"));
    TestClient caller = hub.clientB(TestHub.hello("caller"));
    provider.full = true;
    RpcException e =
        assertThrows(RpcException.class, () -> caller.ask(provider.peer.address(), "services.s.f"));
    assertTrue(e.getMessage().contains("does not accept messages"), e.getMessage());
  }

  @Test
  void theBuiltInServiceOfAGainsAVersionOnItsWayToBOnly() {
    TestClient a = hub.clientA("a", Map.of());
    TestClient b = hub.clientB(TestHub.hello("b"));
    TestClient otherA = hub.clientA("other", Map.of());
    // the peers here are of generation B and have a version; one of A has none
    a.peer
        .services()
        .put(
            "plain",
            Service.builder("plain").visibility("public").member("id", "built-in").build());
    Object forB = b.ask(a.peer.address(), "services.built-in.get_service", "plain");
    assertNotEquals(null, forB);
    BuiltInVersion versions = new BuiltInVersion(hub.engine);
    ByteBuffer answer =
        hub.engine.pack(
            Map.of(
                "args",
                List.of(Map.of("id", "built-in", "config", Map.of("visibility", "public")))));
    Map<?, ?> changed =
        (Map<?, ?>)
            ((List<?>) ((Map<?, ?>) hub.engine.unpack(versions.add(answer))).get("args")).get(0);
    assertEquals(2L, ((Number) ((Map<?, ?>) changed.get("config")).get("api_version")).longValue());
    ByteBuffer other = hub.engine.pack(Map.of("args", List.of(Map.of("id", "test"))));
    assertEquals(other, versions.add(other));
    assertEquals("pong", otherA.ask(a.peer.address(), "services.built-in.ping", "ping"));
  }

  // ---- clients of this JVM, and users without a connection

  @Test
  void aJavaPeerIsAClientLikeAnyOther() {
    User user =
        new User("java", List.of(), false, null, null, Map.of("lab", Permission.ADMIN), null);
    Peer java = hub.hub.connect("lab", "analysis", user);
    TestClient.get(
        java.register(
                Service.builder("math")
                    .visibility("public")
                    .function("twice", call -> 2 * ((Number) call.args().get(0)).intValue())
                    .build())
            .thenApply(done -> (Object) ""));
    TestClient a = hub.clientA("a", Map.of());
    Map<?, ?> service = (Map<?, ?>) a.manager("get_service", "math");
    assertEquals(
        42L,
        ((Number) TestClient.get(((RemoteFunction) service.get("twice")).call(21))).longValue());
    a.offer("greeter", "public", "hi", call -> "hi " + call.context().from());
    assertEquals(
        "hi lab/analysis",
        TestClient.get(java.getService("greeter").thenCompose(s -> s.call("hi"))));
    HubException taken =
        assertThrows(HubException.class, () -> hub.hub.connect("lab", "analysis", user));
    assertEquals(HubException.Kind.CONFLICT, taken.kind());
    java.close("done");
    assertNull(a.manager("get_service", "math"));
  }

  @Test
  void theCalledClientSeesTheUserOfAnHttpRequest() throws Exception {
    TestClient owner = hub.clientB(TestHub.hello("owner"));
    owner.offer(
        "who",
        "public",
        "am_i",
        call -> call.context().user().get("id") + " from " + call.context().workspace());
    owner.offer("secret", "protected", "f", call -> "told");
    String workspace = owner.peer.workspace();
    User anonymous = hub.hub.authenticate(null);
    User member = hub.hub.authenticate((String) owner.manager("generate_token"));
    assertEquals("anonymouz-http from ws-anonymous", call(anonymous, workspace, "who", "am_i"));
    assertEquals(member.id() + " from " + workspace, call(member, workspace, "who", "am_i"));
    assertEquals("told", call(member, workspace, "secret", "f"));
    assertKind(HubException.Kind.PERMISSION, () -> call(anonymous, workspace, "secret", "f"));
    assertKind(HubException.Kind.NOT_FOUND, () -> call(anonymous, workspace, "nope", "f"));
    assertKind(HubException.Kind.NOT_FOUND, () -> call(anonymous, "nope", "who", "am_i"));
    RpcException noFunction =
        assertThrows(RpcException.class, () -> call(anonymous, workspace, "who", "nope"));
    assertEquals(RpcException.Kind.METHOD_NOT_FOUND, noFunction.kind());
    assertEquals(
        "anonymouz-http from ws-anonymous",
        hub.hub
            .service(anonymous, workspace, "who")
            .toCompletableFuture()
            .get()
            .call("am_i")
            .get());
    // the hub's helpers are in no list
    assertEquals(1, ((List<?>) owner.manager("list_clients")).size());
  }

  @Test
  void aClientCannotForgeTheUserAsTheGatewayMayDo() {
    TestClient provider = hub.clientB(TestHub.hello("provider"));
    provider.offer("who", "public", "am_i", call -> call.context().user().get("id"));
    TestClient attacker = hub.clientB(TestHub.hello("attacker"));
    RemoteFunction whoAmI =
        new RemoteFunction(
            attacker.peer,
            provider.peer.address(),
            "services.who.am_i",
            RemoteFunction.Promise.COMPACT,
            Map.of());
    CallOptions forged = new CallOptions(CallOptions.DEFAULT.timeout(), Map.of("id", "root"));
    assertEquals(
        attacker.peer.workspace().substring("ws-user-".length()),
        TestClient.get(attacker.peer.call(whoAmI, List.of(), Map.of(), forged)));
  }

  private Object call(User user, String workspace, String service, String function) {
    return TestClient.get(
        hub.hub
            .call(user, workspace, service, function, List.of(), Map.of())
            .toCompletableFuture());
  }

  private static void assertKind(HubException.Kind kind, Runnable action) {
    HubException e = assertThrows(HubException.class, action::run);
    assertEquals(kind, e.kind(), e.getMessage());
  }

  @Test
  void clientsThatWereThereBeforeTheHubAreTakenOver() {
    TestClient provider = hub.clientB(TestHub.hello("provider"));
    provider.offer("s", "public", "f", call -> "served");
    try (TestHub next = new TestHub()) {
      provider.attach(Peer.class, provider.peer);
      next.core.desk().opened(provider);
      HubException none =
          assertThrows(
              HubException.class, () -> next.hub.services(next.hub.authenticate(null), "nope"));
      assertEquals(HubException.Kind.NOT_FOUND, none.kind());
      assertEquals(
          List.of(provider.peer.address() + ":s"),
          next.hub.services(next.hub.authenticate(null), provider.peer.workspace()).stream()
              .map(info -> info.id())
              .toList());
    }
  }
}
