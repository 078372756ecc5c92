package io.mycel.itest.interop;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of a command to a driver: a value, an error, or nothing at all. */
sealed interface Outcome {

  /** The command's value, {@code null} nodes included. */
  record Value(JsonNode value) implements Outcome {}

  /** What the client library raised or threw. */
  record Failure(String type, String message) implements Outcome {}

  /** No answer in the time that the test had patience for. */
  record Silence() implements Outcome {}

  /** Whether the client gave up waiting, or never answered. */
  default boolean timedOut() {
    return this instanceof Silence
        || this instanceof Failure failure && failure.message().matches("(?is).*timed? ?out.*");
  }
}
