package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What must come of one test of one pairing.
 *
 * @param value the value, where one is expected; a text that begins with {@code ~} is a pattern
 * @param error a pattern of the error's message, where an error is expected
 * @param timeout whether the client must give up waiting
 * @param reason why this deviates from what the sender meant, or nothing
 */
record Expectation(JsonNode value, String error, boolean timeout, String reason) {

  static Expectation of(JsonNode entry) {
    return new Expectation(
        entry.get("value"),
        entry.path("error").asText(null),
        entry.path("outcome").asText("").equals("timeout"),
        entry.path("reason").asText(""));
  }

  /** Fails unless the outcome is as expected. {@code natives}: the types of kinds, by language. */
  void check(String test, Outcome outcome, JsonNode natives) {
    String because = reason.isEmpty() ? "" : " (" + reason + ")";
    if (timeout) {
      if (!outcome.timedOut()) {
        fail(test + ": expected a time-out" + because + ", got " + outcome);
      }
    } else if (error != null) {
      if (!(outcome instanceof Outcome.Failure failure) || !failure.message().matches(error)) {
        fail(test + ": expected an error like " + error + because + ", got " + outcome);
      }
    } else if (outcome instanceof Outcome.Value got) {
      String difference = difference(value, got.value(), natives, "value");
      if (difference != null) {
        fail(test + ": " + difference + because + "\n  expected " + value + "\n  got " + got);
      }
    } else {
      fail(test + ": expected " + value + because + ", got " + outcome);
    }
  }

  /**
   * Where the two differ, or null. Members that are not expected, such as the type, are checked by
   * kind.
   */
  private static String difference(JsonNode want, JsonNode got, JsonNode natives, String at) {
    if (got == null) {
      return at + " is missing";
    }
    if (want.isObject()) {
      return differenceOfObjects(want, got, natives, at);
    }
    if (want.isArray()) {
      if (want.size() != got.size()) {
        return at + " has " + got.size() + " items, not " + want.size();
      }
      for (int i = 0; i < want.size(); i++) {
        String inner = difference(want.get(i), got.get(i), natives, at + "[" + i + "]");
        if (inner != null) {
          return inner;
        }
      }
      return null;
    }
    if (want.isTextual() && want.asText().startsWith("~")) {
      boolean like = got.asText().matches(want.asText().substring(1));
      return like ? null : at + " is " + got + ", not like " + want;
    }
    boolean same =
        want.isNumber() && got.isNumber() ? want.asDouble() == got.asDouble() : want.equals(got);
    return same ? null : at + " is " + got + ", not " + want;
  }

  private static String differenceOfObjects(
      JsonNode want, JsonNode got, JsonNode natives, String at) {
    for (Map.Entry<String, JsonNode> member : want.properties()) {
      String name = member.getKey();
      String inner =
          difference(
              member.getValue(),
              got.get(name.equals("has") ? "entries" : name),
              natives,
              at + "." + name);
      if (inner != null) {
        return inner;
      }
    }
    boolean described = want.has("kind");
    if (!described && at.endsWith(".has")) {
      return null;
    }
    if (!described && want.size() != got.size()) {
      return at + " has members " + got + ", not " + want;
    }
    if (described && natives != null) {
      String types = natives.path(want.get("kind").asText()).asText();
      String type = got.path("native").asText();
      return type.matches(types) ? null : at + " is a " + type + ", not " + types;
    }
    return null;
  }
}
