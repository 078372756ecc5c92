package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.Login;
import io.mycel.bench.server.ServerProcess;
import io.mycel.bench.server.StockClients;
import java.util.function.Supplier;

/**
 * A running server.
 *
 * @param peer which
 * @param server its process
 * @param another starts one more of the same kind
 * @param clients unmodified clients
 */
public record Target(
    Peer peer, ServerProcess server, Supplier<ServerProcess> another, StockClients clients) {

  /** Whether it has a workspace manager. */
  public boolean hasManager() {
    return peer != Peer.RELAY;
  }

  /** The same kind of server, as another process. */
  Target on(ServerProcess other) {
    return new Target(peer, other, another, clients);
  }

  /** How a client connects to it. */
  Login login(Generation generation, String id, String workspace, String token, int buffer) {
    return new Login(server.url(), generation, id, workspace, token, hasManager(), buffer);
  }
}
