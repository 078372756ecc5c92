package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Functions of services called over HTTP, by whoever administers the server under test. */
record ServerHttp(World world, HttpClient client) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ServerHttp(World world) {
    this(world, HttpClient.newHttpClient());
  }

  /** Calls a function; it must answer. */
  JsonNode post(String path, Map<String, ?> args) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + world.server().connectionToken())
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(args)))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body());
  }

  /** Installs a plugin from its text, which must become active; gives the id of its service. */
  String install(String source, String isolation) throws Exception {
    JsonNode plugin =
        post(
            "/public/services/plugin-manager/install",
            Map.of("source", source, "yes", true, "isolation", isolation));
    assertEquals("active", plugin.get("state").asText(), plugin.get("cause").asText());
    return plugin.get("service_id").asText();
  }

  /** Removes a plugin, which must be there. */
  void remove(String name) throws Exception {
    assertEquals(
        true, post("/public/services/plugin-manager/remove", Map.of("name", name)).asBoolean());
  }
}
