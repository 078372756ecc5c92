package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.msgpack.value.ValueFactory.newString;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must not be said: tokens in the log, the inside of the server to its clients. */
class SecretsTest extends BesideBystanders {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String HELLO =
      "{\"client_id\":\"%s\",\"workspace\":%s,\"token\":%s,\"reconnection_token\":%s}";

  SecretsTest() {
    super("--log-level=debug");
  }

  private static String json(String text) {
    return text == null ? "null" : '"' + text + '"';
  }

  /** The text that a client of generation B is greeted with, or refused. */
  private String greeting(String workspace, String token, String reconnectionToken)
      throws Exception {
    try (RawSocket socket = RawSocket.open(server.url(), "")) {
      socket.sendText(
          HELLO.formatted(
              World.unique("guest"), json(workspace), json(token), json(reconnectionToken)));
      return socket.nextText(PATIENCE);
    }
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.url().resolve(path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void isSpoilt(String path, String token) throws Exception {
    HttpResponse<String> answer = get(path, token);
    assertEquals(401, answer.statusCode(), answer::body);
    assertFalse(answer.body().contains(token), answer.body());
  }

  @Test
  void noTokenIsInTheLogHoweverItIsUsed() throws Exception {
    try (KnownClient owner = KnownClient.open(server.url())) {
      String workspace = owner.address().split("/")[0];
      String good =
          owner
              .ask(owner.manager(), "services.default.generate_token")
              .args()
              .get(0)
              .asStringValue()
              .asString();
      String info = greeting(workspace, good, null);
      assertTrue(info.contains("connection_info"), info);
      String reconnection = new ObjectMapper().readTree(info).get("reconnection_token").asText();
      // spoilt, of another workspace, for another client, no token at all
      String spoilt = good.substring(0, good.length() - 6) + "spoilt";
      String garbage = "garbage-" + World.unique("token");
      for (String bad : List.of(spoilt, garbage)) {
        String refusal = greeting(workspace, bad, null);
        assertTrue(refusal.contains("error") && !refusal.contains(bad), refusal);
        refusal = greeting(workspace, null, bad);
        assertTrue(refusal.contains("error") && !refusal.contains(bad), refusal);
        isSpoilt("/" + workspace + "/services", bad);
        URI query = server.url();
        IOException refused =
            assertThrows(
                IOException.class,
                () ->
                    new PlainSocket(query, "client_id=x&workspace=" + workspace + "&token=" + bad));
        assertFalse(refused.getMessage().contains(bad), refused.getMessage());
      }
      greeting("elsewhere", good, null);
      greeting(workspace, null, reconnection);
      assertEquals(200, get("/" + workspace + "/services", good).statusCode());
      owner.ask(owner.manager(), "services.default.revoke_token", newString(good));
      isSpoilt("/" + workspace + "/services", good);
      greeting(workspace, good, null);

      String log = server.log();
      assertTrue(log.contains("refused"), "the log says that somebody was refused");
      for (String token : List.of(good, reconnection, spoilt, garbage)) {
        // the last part signs it, so nobody who reads the log can use it
        String signature = token.substring(token.lastIndexOf('.') + 1);
        assertFalse(log.contains(signature), "a token is in the log: ..." + signature);
      }
    }
  }

  @Test
  void clientsSeeNothingOfTheInside() throws Exception {
    try (KnownClient client = KnownClient.open(server.url())) {
      StringBuilder seen = new StringBuilder();
      for (String method : List.of("nonesuch", "get_service", "create_workspace", "log_event")) {
        seen.append(client.ask(client.manager(), "services.default." + method));
      }
      for (String path :
          List.of(
              "/nowhere/services",
              "/public/services/none",
              "/public/services/none/f",
              "/public/services/none/f?x=%25",
              "/api/stats",
              "/..%2f..%2fetc/passwd")) {
        HttpResponse<String> answer = get(path, null);
        assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 500, path);
        seen.append(answer.body());
      }
      assertFalse(
          seen.toString().matches("(?s).*(\\tat |java\\.|io\\.mycel\\.|Exception|/home/|/root/).*"),
          seen.toString());
    }
  }
}
