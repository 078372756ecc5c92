package io.mycel.hub.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The hub's configuration, PID {@code io.mycel.hub}. */
@ObjectClassDefinition(name = "Mycel hub")
public @interface HubConfig {
  /** By which clients reach this server; empty for the address where it listens. */
  @AttributeDefinition(
      description = "Base URL by which clients reach this server; empty for where it listens")
  String publicBaseUrl() default "";

  /** Where the secret is kept that signs tokens; empty to make a new one at each start. */
  @AttributeDefinition(
      description = "Folder of the secret that signs tokens; empty for a new secret at each start")
  String dataDir() default "";

  /** The secret that signs tokens; empty for the one in the data directory. */
  @AttributeDefinition(
      description = "Secret that signs tokens; empty for the one in the data directory")
  String jwtSecret() default "";

  /** What makes its bearer the administrator; empty for the one in the data directory. */
  @AttributeDefinition(
      description =
          "Token of administration; empty for the one in the data directory, if there is one")
  String connectionToken() default "";

  /** How long a client whose connection was lost may come back, in seconds. */
  @AttributeDefinition(
      description = "Seconds in which a client may come back after its connection was lost")
  int graceSeconds() default 30;

  /** How long a client of generation B may take for its first text frame, in milliseconds. */
  @AttributeDefinition(
      description = "Milliseconds in which a client of generation B must say who it is")
  int handshakeTimeoutMillis() default 5000;

  /** Lifetime of tokens whose maker names none, in seconds. */
  @AttributeDefinition(description = "Seconds that a token is good for if its maker says nothing")
  int tokenLifetimeSeconds() default 10800;

  /** Lifetime of reconnection tokens, in seconds. */
  @AttributeDefinition(description = "Seconds that a reconnection token is good for")
  int reconnectionTokenLifetimeSeconds() default 172800;

  /** Services that one client may register. */
  @AttributeDefinition(description = "Services that one client may register")
  int maxServicesPerClient() default 10000;

  /** Bytes of memory that the descriptions of all services of one client may take, roughly. */
  @AttributeDefinition(description = "Bytes that the descriptions of a client's services may take")
  int maxServiceBytesPerClient() default 32 * 1024 * 1024;

  /** Workspaces; beyond it none can be made, while a client still gets one of its own. */
  @AttributeDefinition(description = "Workspaces beyond which no client may make one")
  int maxWorkspaces() default 20_000;

  /** Workspaces that one user may have made and not left. */
  @AttributeDefinition(description = "Workspaces that one user may make")
  int maxWorkspacesPerUser() default 100;

  /** Bytes of memory that what a workspace keeps may take, roughly; old events make room. */
  @AttributeDefinition(
      description = "Bytes of the description, variables, types and events of a workspace")
  int maxWorkspaceBytes() default 4 * 1024 * 1024;

  /** Types of events that one client may subscribe to. */
  @AttributeDefinition(description = "Types of events that one client may subscribe to")
  int maxSubscriptionsPerClient() default 1000;

  /**
   * Calls of one client whose answers are waited for, so that it can be told when the called client
   * goes; beyond twice this many the oldest are forgotten, and end by the caller's own time-out.
   */
  @AttributeDefinition(description = "Calls of a client that the hub remembers until the answer")
  int maxPendingCallsPerClient() default 16_384;

  /** Clients that may come back after their connections were lost; more are gone at once. */
  @AttributeDefinition(description = "Clients without a connection that may come back")
  int maxAwayClients() default 10_000;

  /** Revoked tokens that have not expired; a further one cannot be revoked. */
  @AttributeDefinition(description = "Revoked tokens that have not expired")
  int maxRevokedTokens() default 100_000;

  /** While more bytes wait for a client, those who send to it are held back. */
  @AttributeDefinition(
      description = "Bytes that may wait for a client before its senders are held back")
  long highWaterBytes() default 16 * 1024 * 1024;

  /**
   * So long senders are held back at a time. A client that has read less than a sixteenth of {@link
   * #highWaterBytes} meanwhile is dropped.
   */
  @AttributeDefinition(
      description = "Milliseconds after which a client that hardly reads is dropped")
  int slowReaderMillis() default 10_000;

  /**
   * Messages that a client may send each second in the long run; 0 for no limit. Beyond it, calls
   * are rejected and the client stays connected. Clients of this JVM have no limit.
   */
  @AttributeDefinition(
      description = "Messages that a client may send each second; 0 for no limit. More: rejected")
  int maxMessagesPerSecond() default 0;

  /** Messages that a client may send at once after a silence, if there is a limit. */
  @AttributeDefinition(
      description = "Messages that a client may send at once, if there is a limit for each second")
  int maxMessageBurst() default 2000;

  /**
   * Bytes of a message to the workspace manager, whole or in pieces; registrations of services with
   * long descriptions are the largest that clients send. What passes between clients is not meant.
   */
  @AttributeDefinition(description = "Bytes of a message to the workspace manager")
  int maxManagerBytes() default 2 * 1024 * 1024;

  /** Threads that run the functions of clients of this JVM. */
  @AttributeDefinition(description = "Threads that run the functions of clients of this JVM")
  int workers() default 32;

  /** Calls that wait for such a thread; more are rejected. */
  @AttributeDefinition(description = "Calls that may wait for such a thread; more are rejected")
  int maxWaitingCalls() default 10000;

  /** How long the calls in flight of a service that is taken away may take, in milliseconds. */
  @AttributeDefinition(
      description =
          "Milliseconds that whoever stops an exported service waits for its calls in flight; less than 5000, after which Declarative Services waits no more")
  int serviceDrainMillis() default 4000;
}
