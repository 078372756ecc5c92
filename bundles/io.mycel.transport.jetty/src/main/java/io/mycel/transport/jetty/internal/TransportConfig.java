package io.mycel.transport.jetty.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where the transport listens and how much it takes. Sizes are in bytes. */
@ObjectClassDefinition(
    id = TransportConfig.PID,
    name = "Mycel Transport",
    description = "Sockets: WebSocket connections and HTTP.")
public @interface TransportConfig {
  /** The configuration's PID. */
  String PID = "io.mycel.transport.jetty";

  @AttributeDefinition(description = "Address or name to listen on.")
  String host() default "127.0.0.1";

  @AttributeDefinition(description = "Port to listen on; 0 takes any free one.")
  int port() default 9000;

  /** Twice the largest array that the tests send in one frame; clients send chunks of 0.5 MB. */
  @AttributeDefinition(description = "Largest payload of one WebSocket frame.")
  int maxFrameBytes() default 128 * 1024 * 1024;

  @AttributeDefinition(description = "Largest WebSocket message that comes in fragments.")
  int maxMessageBytes() default 128 * 1024 * 1024;

  @AttributeDefinition(description = "Largest text message; clients send a few hundred bytes.")
  int maxTextBytes() default 1024 * 1024;

  @AttributeDefinition(description = "Frames that one message may be split into.")
  int maxFragments() default 16384;

  /** One large array to a client that reads slowly, while the memory of all stays in sight. */
  @AttributeDefinition(
      description = "Bytes that may wait to be written to one client; more are dropped.")
  long maxQueuedBytes() default 64 * 1024 * 1024;

  @AttributeDefinition(
      description = "Bytes of one client that wait while no hub is there; reading then stops.")
  long maxParkedBytes() default 1024 * 1024;

  @AttributeDefinition(description = "Memory of all frames that arrived and are still in use.")
  long maxFrameMemoryBytes() default 512 * 1024 * 1024;

  @AttributeDefinition(description = "Memory of frames that is kept for reuse.")
  long maxIdleMemoryBytes() default 64 * 1024 * 1024;

  /**
   * Clients of both generations offer it in Python and JavaScript; it makes large arrays some ten
   * times slower and only pays on slow networks.
   */
  @AttributeDefinition(
      description = "Whether clients that offer permessage-deflate get compressed frames.")
  boolean permessageDeflate() default false;

  @AttributeDefinition(description = "WebSocket connections at one time; more are refused.")
  int maxConnections() default 10000;

  @AttributeDefinition(
      description = "A connection silent for this many milliseconds is pinged; 0 turns it off.")
  int pingIntervalMillis() default 30_000;

  /** Five minutes: a client that computes without reading answers late, and is not dead. */
  @AttributeDefinition(
      description = "Pings in a row without a sign of life after which a connection is closed.")
  int maxSilentPings() default 10;

  @AttributeDefinition(
      description = "Milliseconds until the first request of a socket must have come whole.")
  int openTimeoutMillis() default 10_000;

  /** More than WebSockets may be, so that the server can say so, and tell how it is. */
  @AttributeDefinition(
      description = "Sockets at one time, WebSockets included; more wait to be accepted.")
  int maxSockets() default 12000;

  /** Bodies are on the heap, and what is made of them too. */
  @AttributeDefinition(description = "Bytes of the bodies of all HTTP requests under way.")
  long maxBodyMemoryBytes() default 192 * 1024 * 1024;

  @AttributeDefinition(description = "Milliseconds that an HTTP connection may be idle.")
  int httpIdleTimeoutMillis() default 30_000;

  @AttributeDefinition(description = "Largest head of an HTTP request: its line and headers.")
  int httpMaxHeaderBytes() default 16 * 1024;

  @AttributeDefinition(description = "Most threads, those of the selectors included.")
  int maxThreads() default 16;

  @AttributeDefinition(description = "Threads that read and write sockets; 0: one for two cores.")
  int selectors() default 0;

  @AttributeDefinition(
      description = "Milliseconds to wait for a hub that is replaced to finish what it handles.")
  int unbindTimeoutMillis() default 5_000;

  /** A bundle that is updated in place is back after some ten milliseconds. */
  @AttributeDefinition(
      description =
          "Milliseconds that requests and handshakes wait for a hub, route or filter that went.")
  int replaceTimeoutMillis() default 5_000;

  @AttributeDefinition(
      description = "Requests and handshakes that wait for it at one time; more get 503.")
  int maxWaitingRequests() default 1000;

  /** Well below the time that others wait: one long call must not be the end of theirs. */
  @AttributeDefinition(
      description = "Milliseconds to wait for a route that goes to answer the requests it has.")
  int drainTimeoutMillis() default 1_000;
}
