package io.mycel.hub.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The text frames of generation B: the handshake, and the small talk afterwards. */
final class ControlText {
  private static final int MAX_HANDSHAKE = 65_536;
  private static final int MAX_LATER = 1000;
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(16)
          .maxStringLength(MAX_HANDSHAKE)
          .maxNumberLength(100)
          .build();

  private final ObjectMapper json =
      new ObjectMapper(JsonFactory.builder().streamReadConstraints(LIMITS).build());

  /**
   * The wish in a client's first frame.
   *
   * @throws HubException of kind {@code INVALID} if it is not a JSON object with texts
   */
  Admissions.Wish handshake(String text) {
    JsonNode node = object(text, MAX_HANDSHAKE);
    return new Admissions.Wish(
        Generation.B,
        field(node, "client_id"),
        field(node, "workspace"),
        field(node, "token"),
        field(node, "reconnection_token"));
  }

  /** The type of a later text frame; empty if it is none that anybody knows. */
  String type(String text) {
    if (text.length() > MAX_LATER) {
      return "";
    }
    try {
      return json.readTree(text).path("type").asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private JsonNode object(String text, int max) {
    if (text.length() <= max) {
      try {
        JsonNode node = json.readTree(text);
        if (node.isObject()) {
          return node;
        }
      } catch (JsonProcessingException e) {
        // the message below says all that the client needs
        return refuse();
      }
    }
    return refuse();
  }

  private static JsonNode refuse() {
    throw new HubException(
        HubException.Kind.INVALID, "Failed to decode authentication information");
  }

  private static String field(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new HubException(HubException.Kind.INVALID, "'" + name + "' must be text");
    }
    return value.asText().isEmpty() ? null : value.asText();
  }

  /** The answer to a handshake that was accepted. */
  String connectionInfo(Client client, String managerId, BaseUrls urls, Reconnection reconnection) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("type", "connection_info");
    info.put("hypha_version", Version.COMPATIBLE);
    info.put("mycel_version", Version.MYCEL);
    info.put("public_base_url", urls.forEverybody());
    info.put("local_base_url", urls.local());
    info.put("manager_id", managerId);
    info.put("workspace", client.workspace());
    info.put("client_id", client.id());
    info.put("user", UserWire.toMap(client.user(), client.workspace(), client.id()));
    info.put("reconnection_token", reconnection.token(client));
    info.put("reconnection_token_life_time", (double) reconnection.lifetime().toSeconds());
    return write(info);
  }

  String reconnectionToken(String token) {
    return write(Map.of("type", "reconnection_token", "reconnection_token", token));
  }

  String pong() {
    return write(Map.of("type", "pong"));
  }

  String error(String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", "error");
    error.put("message", message);
    return write(error);
  }

  private String write(Map<String, Object> object) {
    try {
      return json.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + object.get("type"), e);
    }
  }
}
