package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.Login;
import io.mycel.bench.server.ServerProcess;
import java.util.function.Supplier;

/**
 * A running server.
 *
 * @param peer which
 * @param server its process
 * @param another starts one more of the same kind
 */
public record Target(Peer peer, ServerProcess server, Supplier<ServerProcess> another) {

  /** Whether it has a workspace manager. */
  public boolean hasManager() {
    return peer != Peer.RELAY;
  }

  /** How a client connects to it. */
  Login login(Generation generation, String id, String workspace, String token, int buffer) {
    return new Login(server.url(), generation, id, workspace, token, hasManager(), buffer);
  }
}
