package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.itest.interop.World.Connected;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each generation expects of the workspace manager. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagerTest {

  private final Map<Client, Connected> clients = new EnumMap<>(Client.class);
  @AutoClose private World world;

  @BeforeAll
  void start() {
    world = World.create();
  }

  private Connected client(Client client) {
    return clients.computeIfAbsent(client, c -> world.connect(c));
  }

  private static JsonNode manager(Connected client, String method, Object... args) {
    return client.process().call("manager", "method", method, "args", List.of(args));
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void theWorkspaceIsInTheConfigurationOfTheServer(Client client) {
    JsonNode identity = client(client).identity();
    assertEquals(identity.get("workspace"), identity.get("config_workspace"));
    assertTrue(identity.get("workspace").asText().matches("[^/:*]+"), identity.toString());
    assertFalse(identity.get("reconnection_token").asText().isEmpty(), identity.toString());
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void anAbsentServiceIsNullForGenerationAAndAnErrorForB(Client client) {
    Outcome outcome = client(client).process().ask("get_service", "service", "no-such-service");
    if (client.generationB()) {
      Outcome.Failure failure = assertInstanceOf(Outcome.Failure.class, outcome);
      assertTrue(failure.message().contains("Service not found"), failure.message());
    } else {
      Outcome.Value value = assertInstanceOf(Outcome.Value.class, outcome);
      assertTrue(value.value().isNull(), value.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aServiceIsFoundByItsNameItsClientAndItsFullIdUntilItIsUnregistered(Client client) {
    Connected connected = client(client);
    String id = World.unique("found");
    connected.process().call("register", "service_id", id, "visibility", "protected");
    for (String query : List.of(id, connected.clientId() + ":" + id, connected.service(id))) {
      JsonNode found = connected.process().call("get_service", "service", query);
      assertEquals(connected.service(id), found.get("id").asText(), query);
      assertEquals(connected.workspace(), found.get("config").get("workspace").asText(), query);
      assertTrue(found.get("functions").toString().contains("\"hello\""), found.toString());
    }
    connected.process().call("unregister", "service_id", id);
    Outcome gone = connected.process().ask("get_service", "service", id);
    assertTrue(
        gone instanceof Outcome.Failure
            || gone instanceof Outcome.Value value && value.value().isNull(),
        gone.toString());
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aServiceCanBeReplacedByOneOfTheSameName(Client client) {
    Connected connected = client(client);
    String id = World.unique("replaced");
    connected.process().call("register", "service_id", id);
    connected.process().call("register", "service_id", id, "overwrite", true);
    JsonNode greeting =
        connected
            .process()
            .call("call_service", "service", id, "method", "hello", "args", List.of("John"));
    assertEquals("Hello John", greeting.get("value").asText());
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void servicesAreListedInTheFormOfTheGeneration(Client client) {
    Connected connected = client(client);
    String id = World.unique("listed");
    connected.process().call("register", "service_id", id, "visibility", "protected");
    JsonNode services = manager(connected, "list_services");
    JsonNode listed =
        StreamSupport.stream(services.spliterator(), false)
            .filter(s -> s.get("id").asText().equals(connected.service(id)))
            .findFirst()
            .orElseThrow(() -> new AssertionError(id + " is not listed: " + services));
    assertEquals("protected", listed.get("config").get("visibility").asText());
    assertTrue(listed.has("name") && listed.has("type") && listed.has("description"));
    boolean builtIn =
        StreamSupport.stream(services.spliterator(), false)
            .anyMatch(s -> s.get("id").asText().equals(connected.service("built-in")));
    assertEquals(client.generationB(), builtIn, "built-in services are listed for B only");
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void clientsAreNamesForGenerationAAndMapsForB(Client client) {
    Connected connected = client(client);
    JsonNode listed = manager(connected, "list_clients");
    if (client.generationB()) {
      JsonNode self =
          StreamSupport.stream(listed.spliterator(), false)
              .filter(c -> c.path("id").asText().equals(connected.address()))
              .findFirst()
              .orElseThrow(() -> new AssertionError(listed.toString()));
      assertEquals(connected.user(), self.get("user").get("id").asText());
    } else {
      List<String> names =
          StreamSupport.stream(listed.spliterator(), false).map(JsonNode::asText).toList();
      assertTrue(names.contains(connected.clientId()), names.toString());
      assertTrue(names.contains("workspace-manager"), names.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void theManagerEchoesAndTakesLogLines(Client client) {
    Connected connected = client(client);
    JsonNode echoed = manager(connected, "echo", Map.of("list", List.of(1, "two", true)));
    assertEquals("[1,\"two\",true]", echoed.get("list").toString());
    assertTrue(manager(connected, "log", "a line of " + client).isNull());
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void theWorkspaceTellsAboutItself(Client client) {
    Connected connected = client(client);
    JsonNode info = manager(connected, "get_workspace_info", connected.workspace());
    assertEquals(connected.workspace(), info.path("name").asText(), info.toString());
    JsonNode summary = manager(connected, "get_summary");
    assertEquals(connected.workspace(), summary.path("name").asText(), summary.toString());
    assertTrue(summary.path("client_count").asInt() >= 1, summary.toString());
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void anUnknownMethodOfTheManagerIsRejectedAtOnce(Client client) {
    Outcome outcome =
        ClientProcess.await(
            client(client).process().send("unknown_manager_method"), Duration.ofSeconds(5));
    Outcome.Failure failure = assertInstanceOf(Outcome.Failure.class, outcome);
    assertTrue(failure.message().contains("nonesuch"), failure.message());
    assertFalse(failure.message().matches("(?is).*timed? ?out.*"), failure.message());
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void theSameClientIdTwiceIsRefusedAndTheFirstStays(Client client) {
    Connected first = world.connect(client);
    String token = manager(first, "generate_token").asText();
    ClientProcess second = world.start(client);
    Outcome outcome =
        ClientProcess.await(
            second.send(
                "connect",
                "server_url",
                world.url(),
                "client_id",
                first.clientId(),
                "workspace",
                first.workspace(),
                "token",
                token,
                "method_timeout",
                4),
            Duration.ofSeconds(client == Client.A_JS0509 ? 3 : 15));
    second.vanish();
    assertFalse(outcome instanceof Outcome.Value, outcome.toString());
    if (client.generationB()) {
      Outcome.Failure failure = assertInstanceOf(Outcome.Failure.class, outcome);
      assertTrue(failure.message().contains("already exists"), failure.message());
    }
    assertEquals("still here", manager(first, "echo", "still here").asText());
  }

  @ParameterizedTest
  @EnumSource(value = Client.class, names = "B_.*", mode = EnumSource.Mode.MATCH_ALL)
  void aClientOfGenerationBIsPingedByName(Client client) {
    Connected connected = client(client);
    String pong = manager(connected, "ping", connected.address()).asText();
    assertEquals("pong", pong);
  }
}
