package io.mycel.api.hub;

import java.time.Instant;
import java.util.List;

/**
 * A client at one moment, for administration.
 *
 * @param workspace where it is
 * @param id unique in its workspace
 * @param generation of its protocol
 * @param user on whose behalf it calls
 * @param isConnected false while it has lost its connection and may come back
 * @param remoteAddress {@code host:port} of its side, {@code local} for a client of this JVM
 * @param connectedAt when it connected, the last time
 * @param queuedBytes accepted for it and not yet written
 * @param services what it has registered, its built-in service included; by service id
 */
public record ClientInfo(
    String workspace,
    String id,
    Generation generation,
    User user,
    boolean isConnected,
    String remoteAddress,
    Instant connectedAt,
    long queuedBytes,
    List<ServiceInfo> services) {

  /** {@code workspace/client}, by which every other client reaches it. */
  public String address() {
    return workspace + "/" + id;
  }
}
