package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.rpc.Link;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Connection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The workspace manager as each client knows it: one peer at the hub's end of every connection.
 * Clients of generation A call it {@code <workspace>/workspace-manager}, those of B {@code *}{@code
 * /<manager id>}; a reply must come from exactly the name that was called.
 */
final class ManagerPeers {
  static final String CLIENT_ID_A = "workspace-manager";
  private static final String SERVICE_ID = "default";

  private final RpcEngine engine;
  private final Stamps stamps;
  private final BaseUrls urls;
  private final String managerId;
  private final Map<Generation, Service> services = new EnumMap<>(Generation.class);
  private final int maxBytes;

  /**
   * The managers of all clients.
   *
   * @param managerId the name for generation B
   * @param members the functions of the manager's service for each generation
   * @param maxBytes of all messages that come in pieces and are not whole yet, from one client
   */
  ManagerPeers(
      RpcEngine engine,
      Stamps stamps,
      BaseUrls urls,
      String managerId,
      Map<Generation, Map<String, Object>> members,
      int maxBytes) {
    this.engine = engine;
    this.stamps = stamps;
    this.urls = urls;
    this.managerId = managerId;
    members.forEach(
        (generation, functions) ->
            services.put(
                generation,
                new Service(
                    SERVICE_ID,
                    "Default workspace management service",
                    "generic",
                    "Services for managing workspaces",
                    Map.of(),
                    functions)));
    this.maxBytes = maxBytes;
  }

  /**
   * The manager for a client that has just been admitted. Its functions never block, so they run on
   * the thread that reads the connection.
   */
  Peer create(Client client, Connection connection) {
    boolean old = client.generation() == Generation.A;
    String workspace = old ? client.workspace() : "*";
    String id = old ? CLIENT_ID_A : managerId;
    SenderIdentity identity = stamps.ofManager(workspace + "/" + id, client);
    Link link = (head, tail) -> Router.sendAsManager(client, connection, identity, head, tail);
    // what another hub has asked on this connection is answered to this one
    Peer manager =
        connection
            .attachment(Peer.class)
            .filter(before -> before.address().equals(workspace + "/" + id))
            .map(before -> before.successor(link, Runnable::run, engine))
            .orElseGet(() -> new Peer(workspace, id, link, Runnable::run, engine));
    manager.conversation().limitChunkedBytes(maxBytes);
    manager.services().put(SERVICE_ID, service(client));
    return manager;
  }

  private Service service(Client client) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("require_context", true);
    config.put("visibility", client.generation() == Generation.A ? "protected" : "public");
    config.put("workspace", client.workspace());
    config.put("public_base_url", urls.forEverybody());
    config.put("local_base_url", urls.local());
    if (client.generation() == Generation.B) {
      config.put("server_id", managerId);
      config.put("hypha_version", Version.COMPATIBLE);
      config.put("mycel_version", Version.MYCEL);
    }
    Service all = services.get(client.generation());
    // the functions are the same for everybody: one map of them, which the engine packs once
    return new Service(all.id(), all.name(), all.type(), all.description(), config, all.members());
  }
}
