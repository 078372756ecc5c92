package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.itest.interop.World.Connected;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Events of generation B reach who subscribed to them, in the workspace that they are meant for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsTest {

  @AutoClose private World world;

  @BeforeAll
  void start() {
    world = World.create();
  }

  private Connected guest(Client client, Connected host) {
    String token = host.process().call("manager", "method", "generate_token").asText();
    return world.connect(client, "workspace", host.workspace(), "token", token);
  }

  private static JsonNode next(Connected client, String type) {
    return client.process().call("next_event", "event", type, "timeout", 10);
  }

  private static void emit(Connected from, String type, String to, int number) {
    Map<String, Object> message = Map.of("type", type, "to", to, "data", Map.of("n", number));
    from.process().call("emit", "message", message);
  }

  @ParameterizedTest
  @CsvSource({"B_PY,B_PY", "B_PY,B_JS", "B_JS,B_PY", "B_JS,B_JS"})
  void anEventToAllReachesTheSubscribersOfTheWorkspaceOnly(Client emitting, Client listening) {
    String type = World.unique("specimen");
    Connected emitter = world.connect(emitting);
    Connected listener = guest(listening, emitter);
    Connected stranger = world.connect(listening);
    listener.process().call("on", "event", type);
    stranger.process().call("on", "event", type);

    emit(emitter, type, "*", 1);
    emit(emitter, type, emitter.workspace() + "/*", 2);
    emit(emitter, type, listener.address(), 3);
    emit(emitter, type, stranger.address(), 4);

    for (int number = 1; number <= 3; number++) {
      JsonNode event = next(listener, type);
      assertEquals(number, event.get("data").get("n").asInt());
      assertEquals(emitter.address(), event.get("from").asText());
      assertEquals(emitter.workspace(), event.get("ws").asText());
    }
    // Order is kept between two peers: had the others reached the stranger, they would be first.
    assertEquals(4, next(stranger, type).get("data").get("n").asInt());
  }

  @ParameterizedTest
  @CsvSource({"B_PY,B_JS", "B_JS,B_PY", "A_PY059,B_PY", "A_JS059,B_JS"})
  void theEndOfAClientIsAnnounced(Client ending, Client listening) {
    Connected listener = world.connect(listening);
    listener.process().call("on", "event", "client_disconnected");
    Connected ended = guest(ending, listener);
    ended.process().call("disconnect");
    JsonNode event = next(listener, "client_disconnected");
    assertEquals(ended.clientId(), event.get("data").get("id").asText());
    assertEquals(ended.workspace(), event.get("data").get("workspace").asText());
  }
}
