package io.mycel.api.transport;

/** The answer to a client that asks to be connected. */
public sealed interface Admission {

  /** The socket is upgraded and the connection opened. */
  record Accepted() implements Admission {}

  /**
   * The upgrade is refused.
   *
   * @param status the HTTP status, e.g. 403
   * @param reason a line for the log; clients of generation A get an empty body as from Hypha 0.15
   */
  record Refused(int status, String reason) implements Admission {}
}
