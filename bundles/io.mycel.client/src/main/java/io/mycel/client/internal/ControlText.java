package io.mycel.client.internal;

import java.time.Duration;
import java.util.Map;

/** A text frame of the server. */
sealed interface ControlText {

  /**
   * The client is in.
   *
   * @param tokenLife how long the reconnection token is good for
   */
  record ConnectionInfo(
      String workspace,
      String clientId,
      String managerId,
      Map<String, Object> user,
      String reconnectionToken,
      Duration tokenLife,
      String publicBaseUrl)
      implements ControlText {}

  /** The client is not wanted, now or any more. */
  record Refusal(String message) implements ControlText {}

  /** A fresh token with which the client may come back. */
  record ReconnectionToken(String token) implements ControlText {}

  /** A pong, or something that this client does not know. */
  record Other(String type) implements ControlText {}
}
