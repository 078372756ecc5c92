package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.PendingCalls;
import io.mycel.api.rpc.Peer;
import io.mycel.api.transport.Connection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connected client and the hub's end of its connection.
 *
 * @param client who it is and what it offers
 * @param connection where its frames go
 * @param identity what the hub stamps on its frames
 * @param manager the workspace manager as this client knows it
 * @param targets whom it has written to last
 * @param builtInAsked sessions in which a client of generation B asked this client of generation A
 *     for its built-in service
 * @param strict true if it must be spared what it cannot read, see {@link StrictReader}
 * @param bucket how many messages it may still send; null if there is no limit
 * @param complaints what it did wrong
 * @param callers who has called it
 */
record ClientEntry(
    Client client,
    Connection connection,
    SenderIdentity identity,
    Peer manager,
    KnownTargets targets,
    Set<String> builtInAsked,
    boolean strict,
    TokenBucket bucket,
    Complaints complaints,
    Callers callers) {

  ClientEntry(
      Client client,
      Connection connection,
      SenderIdentity identity,
      Peer manager,
      TokenBucket bucket) {
    this(
        client,
        connection,
        identity,
        manager,
        new KnownTargets(),
        ConcurrentHashMap.newKeySet(),
        StrictReader.is(client, connection.opening()),
        bucket,
        new Complaints(),
        new Callers());
  }

  /** Its calls without an answer. */
  PendingCalls pending() {
    return client.pendingCalls();
  }

  String address() {
    return client.address();
  }

  boolean isGeneration(Generation generation) {
    return client.generation() == generation;
  }

  /** True for a client of this JVM. */
  boolean isLocal() {
    return connection instanceof LocalConnection;
  }

  // two entries are the same only if they are one: an address may be taken over by a new connection
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
