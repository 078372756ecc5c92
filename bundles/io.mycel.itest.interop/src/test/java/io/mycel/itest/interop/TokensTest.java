package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.itest.interop.World.Connected;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may enter which workspace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTest {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Map<Client, Connected> owners = new EnumMap<>(Client.class);
  private final Map<Client, ClientProcess> guests = new EnumMap<>(Client.class);
  @AutoClose private World world;

  @BeforeAll
  void start() {
    world = World.create();
  }

  @TestFactory
  Stream<DynamicTest> aTokenOpensTheOwnersWorkspaceAndItsProtectedServices() {
    return Client.providers().stream()
        .flatMap(
            owner ->
                Stream.of(Client.values())
                    .map(
                        guest ->
                            DynamicTest.dynamicTest(
                                guest + " enters the workspace of " + owner,
                                () -> enter(owner, guest))));
  }

  private Connected owner(Client client) {
    return owners.computeIfAbsent(
        client,
        c -> {
          Connected owner = world.connect(c);
          owner.process().call("serve", "service_id", "guarded");
          return owner;
        });
  }

  private static String token(Connected owner, Object... config) {
    return owner
        .process()
        .call("manager", "method", "generate_token", "args", List.of(config))
        .asText();
  }

  private void enter(Client owning, Client visiting) {
    Connected owner = owner(owning);
    ClientProcess process = guests.computeIfAbsent(visiting, world::start);
    String name = World.unique("guest");
    Connected guest =
        world.connect(
            process,
            "name",
            name,
            "client_id",
            name,
            "workspace",
            owner.workspace(),
            "token",
            token(owner));
    assertEquals(owner.workspace(), guest.workspace());
    String greeting =
        process
            .call(
                "scenario",
                "name",
                name,
                "service",
                owner.service("guarded-protected"),
                "scenario",
                "hello")
            .asText();
    assertEquals("Hello John", greeting);
    String context =
        process
            .call(
                "scenario",
                "name",
                name,
                "service",
                owner.service("guarded-context"),
                "scenario",
                "context")
            .get("user")
            .asText();
    assertEquals(guest.user(), context, "the user of the guest's own token");
    process.call("disconnect", "name", name);
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aBadTokenIsRefused(Client client) {
    Connected owner = owner(Client.A_PY059);
    Outcome outcome = connect(client, "workspace", owner.workspace(), "token", "no-such-token");
    assertRefused(client, outcome, "(?s).*Authentication error.*");
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aForeignWorkspaceIsRefusedWithoutAToken(Client client) {
    Outcome outcome = connect(client, "workspace", owner(Client.B_PY).workspace());
    assertRefused(client, outcome, "(?s).*Permission denied for workspace.*");
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aTokenOfOneWorkspaceDoesNotOpenAnother(Client client) {
    Outcome outcome =
        connect(
            client,
            "workspace",
            owner(Client.B_PY).workspace(),
            "token",
            token(owner(Client.A_PY059)));
    assertRefused(client, outcome, "(?s).*Permission denied for workspace.*");
  }

  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"A_PY059", "B_PY"})
  void aTokenExpires(Client client) {
    Connected owner = owner(client);
    String token = token(owner, Map.of("expires_in", 1));
    Outcome outcome =
        Eventually.get(
            "the token expires",
            PATIENCE,
            () -> connect(client, "workspace", owner.workspace(), "token", token),
            o -> !(o instanceof Outcome.Value));
    assertRefused(client, outcome, "(?s).*Authentication error.*");
  }

  private Outcome connect(Client client, String... config) {
    ClientProcess process = world.start(client);
    Object[] parameters = new Object[config.length + 4];
    System.arraycopy(config, 0, parameters, 4, config.length);
    parameters[0] = "server_url";
    parameters[1] = world.url();
    parameters[2] = "method_timeout";
    parameters[3] = 5;
    // imjoy-rpc JS 0.5.9 never tells that it was refused.
    Duration patience = client == Client.A_JS0509 ? Duration.ofSeconds(3) : PATIENCE;
    Outcome outcome = ClientProcess.await(process.send("connect", parameters), patience);
    process.vanish();
    return outcome;
  }

  /**
   * Generation B is told why by text; to A the upgrade is refused, which its libraries tell apart.
   * imjoy-rpc JS 0.5.9 tells its user nothing.
   */
  private static void assertRefused(Client client, Outcome outcome, String why) {
    if (client == Client.A_JS0509) {
      assertInstanceOf(Outcome.Silence.class, outcome);
      return;
    }
    Outcome.Failure failure = assertInstanceOf(Outcome.Failure.class, outcome);
    String expected = why;
    if (!client.generationB()) {
      expected =
          client.language == Client.Language.PYTHON
              ? "(?s)Permission denied.*403.*"
              : "(?s).*Websocket connection failed.*";
    }
    assertTrue(failure.message().matches(expected), failure.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_id=raw&token=bad",
        "client_id=raw&workspace=no-such-workspace",
        "client_id=raw&reconnection_token=bad",
        "workspace=x",
        "client_id="
      })
  void generationAIsRefusedBeforeTheUpgradeWithStatus403(String query) {
    ExecutionException refused =
        assertThrows(
            ExecutionException.class, () -> RawSocket.open(world.server().url(), query).close());
    WebSocketHandshakeException handshake =
        assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
    assertEquals(403, handshake.getResponse().statusCode());
  }

  @Test
  void generationBIsRefusedByATextFrameAndCode1008() throws Exception {
    try (RawSocket socket = RawSocket.open(world.server().url(), "")) {
      socket.sendText(
          "{\"client_id\":\"raw\",\"workspace\":null,\"token\":\"bad\","
              + "\"reconnection_token\":null}");
      String error = socket.nextText(PATIENCE);
      assertTrue(error.contains("\"error\"") && error.contains("Authentication error"), error);
      assertEquals(1008, socket.closeCode(PATIENCE));
    }
  }

  @Test
  void anonymousClientsGetWorkspacesOfTheirOwn() {
    assertNotEquals(owner(Client.A_PY059).workspace(), owner(Client.B_PY).workspace());
    assertFalse(owner(Client.A_PY059).workspace().isEmpty());
    assertTrue(
        owner(Client.B_PY).workspace().startsWith("ws-user-"), owner(Client.B_PY).workspace());
  }
}
