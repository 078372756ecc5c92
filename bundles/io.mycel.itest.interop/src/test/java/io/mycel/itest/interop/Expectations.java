package io.mycel.itest.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of what must come of each test: {@code specimens.json} and {@code scenarios.json} say
 * what the sender means, {@code deviations.json} where a client itself is at fault, and what then
 * happens.
 */
final class Expectations {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TIED_TO_THE_CALL = Set.of("function", "generator", "file");
  private static final int[] PAYLOADS = {0, 200_000, 263_000, 600_000, 3_000_000};

  private final JsonNode specimens = read("specimens.json");
  private final JsonNode scenarios = read("scenarios.json");
  private final JsonNode deviations = read("deviations.json");

  /**
   * A test of the tables, for one pairing.
   *
   * @param op the driver's command
   * @param parameters the command's own parameters
   * @param service what is added to the service's id: the specimen service, or one of its siblings
   * @param impatient whether the call is made on the connection with the short time-out
   */
  record Case(
      String name,
      String op,
      ObjectNode parameters,
      String service,
      boolean impatient,
      Expectation expectation) {}

  /** All tests of the tables that apply to a pairing. */
  List<Case> cases(Client consumer, Client provider) {
    List<Case> cases = new ArrayList<>();
    for (Map.Entry<String, JsonNode> specimen : specimens.get("specimens").properties()) {
      if (consumer.language.key.matches(specimen.getValue().get("by").asText())) {
        String name = specimen.getKey();
        JsonNode meant = specimen.getValue();
        JsonNode echoed = JSON.createObjectNode().set("value", shallow(meant.get("value")));
        ObjectNode parameters = JSON.createObjectNode().put("specimen", name);
        cases.add(make("seen: " + name, "seen", parameters, meant, consumer, provider));
        cases.add(make("back: " + name, "back", parameters, echoed, consumer, provider));
      }
    }
    for (Map.Entry<String, JsonNode> scenario : scenarios.properties()) {
      JsonNode meant = scenario.getValue();
      if (applies(meant, consumer, provider)) {
        ObjectNode parameters = JSON.createObjectNode().put("scenario", scenario.getKey());
        for (Map.Entry<String, JsonNode> parameter : meant.path("parameters").properties()) {
          parameters.set(parameter.getKey(), parameter.getValue());
        }
        cases.add(make(scenario.getKey(), "scenario", parameters, meant, consumer, provider));
      }
    }
    for (int size : PAYLOADS) {
      ObjectNode parameters = JSON.createObjectNode().put("size", size);
      ObjectNode both = JSON.createObjectNode().put("there", true).put("back", true);
      JsonNode meant = JSON.createObjectNode().set("value", both.put("length", size));
      cases.add(make("payload " + size, "payload", parameters, meant, consumer, provider));
    }
    return cases;
  }

  /** The types that a client may show for each kind of value, as patterns. */
  JsonNode natives(Client client) {
    return specimens.get("natives").get(client.language.key);
  }

  private Case make(
      String name,
      String op,
      ObjectNode parameters,
      JsonNode meant,
      Client consumer,
      Client provider) {
    JsonNode expected = meant;
    for (JsonNode deviation : deviations) {
      if (name.matches(deviation.get("test").asText()) && applies(deviation, consumer, provider)) {
        expected = deviation;
        break;
      }
    }
    Expectation expectation = Expectation.of(expected);
    boolean impatient =
        expectation.timeout() || meant.path("connection").asText("").equals("impatient");
    String service = meant.path("service").asText("");
    return new Case(name, op, parameters, service, impatient, expectation);
  }

  private static boolean applies(JsonNode entry, Client consumer, Client provider) {
    return consumer.id.matches(entry.path("consumer").asText(".*"))
        && provider.id.matches(entry.path("provider").asText(".*"));
  }

  /** A value as an echo shows it: what is tied to the call is named, but can no longer be used. */
  private static JsonNode shallow(JsonNode value) {
    if (value.isObject() && TIED_TO_THE_CALL.contains(value.path("kind").asText())) {
      return JSON.createObjectNode().set("kind", value.get("kind"));
    }
    JsonNode copy = value.isContainerNode() ? value.deepCopy() : value;
    if (copy instanceof ObjectNode object) {
      object.properties().forEach(member -> member.setValue(shallow(member.getValue())));
    } else if (copy instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, shallow(array.get(i)));
      }
    }
    return copy;
  }

  private static JsonNode read(String table) {
    try (InputStream in = Expectations.class.getResourceAsStream("/" + table)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + table, e);
    }
  }
}
