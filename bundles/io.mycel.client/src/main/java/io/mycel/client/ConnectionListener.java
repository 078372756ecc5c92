package io.mycel.client;

/** Is told of a client's connection. Called on the client's executor. */
public interface ConnectionListener {
  /** Tells nobody. */
  ConnectionListener NONE = new ConnectionListener() {};

  /** The connection is lost; the client tries to come back. */
  default void disconnected(String reason) {}

  /** The connection is there again, and all services are registered again. */
  default void reconnected() {}

  /** The client is disconnected for good, not by its own program. Every call fails from now on. */
  default void failed(HyphaClientException why) {}
}
