package io.mycel.client.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.client.HyphaClientException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and writes the text frames of generation B. */
final class ControlTexts {
  private static final Duration LONGEST_LIFE = Duration.ofDays(365);

  private final ObjectMapper json =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(100).build())
              .build());

  /** The first frame of a client: all four fields always, null where there is nothing to say. */
  String hello(String clientId, String workspace, String token, String reconnectionToken) {
    Map<String, Object> hello = new LinkedHashMap<>();
    hello.put("client_id", clientId);
    hello.put("workspace", workspace);
    hello.put("token", token);
    hello.put("reconnection_token", reconnectionToken);
    try {
      return json.writeValueAsString(hello);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts cannot be written", e);
    }
  }

  String ping() {
    return "{\"type\":\"ping\"}";
  }

  String refreshToken() {
    return "{\"type\":\"refresh_token\"}";
  }

  /**
   * What the server says.
   *
   * @throws HyphaClientException of kind PROTOCOL if that is no JSON object, or lacks a field
   */
  ControlText read(String text) {
    JsonNode node;
    try {
      node = json.readTree(text);
    } catch (JsonProcessingException e) {
      throw protocol("the server's text is no JSON: " + e.getOriginalMessage());
    }
    String type = node.path("type").asText("");
    return switch (type) {
      case "connection_info" -> info(node);
      case "error" -> new ControlText.Refusal(node.path("message").asText("no reason given"));
      case "reconnection_token" ->
          new ControlText.ReconnectionToken(required(node, "reconnection_token"));
      default -> new ControlText.Other(type);
    };
  }

  private ControlText info(JsonNode node) {
    double life = node.path("reconnection_token_life_time").asDouble(0);
    return new ControlText.ConnectionInfo(
        required(node, "workspace"),
        required(node, "client_id"),
        required(node, "manager_id"),
        node.path("user").isObject()
            ? json.convertValue(node.path("user"), new TypeReference<Map<String, Object>>() {})
            : Map.of(),
        node.path("reconnection_token").asText(null),
        life > 0 && life < LONGEST_LIFE.toSeconds()
            ? Duration.ofMillis((long) (life * 1000))
            : LONGEST_LIFE,
        node.path("public_base_url").asText(""));
  }

  private static String required(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw protocol("the server's " + node.path("type").asText() + " has no " + field);
    }
    return value.asText();
  }

  private static HyphaClientException protocol(String message) {
    return new HyphaClientException(HyphaClientException.Kind.PROTOCOL, message);
  }
}
