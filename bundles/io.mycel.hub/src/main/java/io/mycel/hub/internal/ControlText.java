package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The text frames of generation B: the handshake, and the small talk afterwards. */
final class ControlText {
  private static final int MAX_HANDSHAKE = 65_536;
  private static final int MAX_LATER = 1000;
  private final JsonText json = new JsonText();

  /**
   * The wish in a client's first frame.
   *
   * @throws HubException of kind {@code INVALID} if it is not a JSON object with texts
   */
  Admissions.Wish handshake(String text) {
    Map<String, Object> node = object(text);
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
      return json.fields(text).get("type") instanceof String type ? type : "";
    } catch (IOException e) {
      return "";
    }
  }

  private Map<String, Object> object(String text) {
    if (text.length() <= MAX_HANDSHAKE) {
      try {
        return json.fields(text);
      } catch (IOException e) {
        // the message below says all that the client needs
        throw refusal();
      }
    }
    throw refusal();
  }

  private static HubException refusal() {
    return new HubException(
        HubException.Kind.INVALID, "Failed to decode authentication information");
  }

  private static String field(Map<String, Object> node, String name) {
    Object value = node.get(name);
    if (value == null || value.equals("")) {
      return null;
    }
    if (value instanceof String text) {
      return text;
    }
    throw new HubException(HubException.Kind.INVALID, "'" + name + "' must be text");
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
    return json.write(info);
  }

  String reconnectionToken(String token) {
    return json.write(Map.of("type", "reconnection_token", "reconnection_token", token));
  }

  String pong() {
    return json.write(Map.of("type", "pong"));
  }

  String error(String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", "error");
    error.put("message", message);
    return json.write(error);
  }
}
