package io.mycel.hub.internal;

import static io.mycel.hub.internal.ManagerMethod.BOTH;
import static io.mycel.hub.internal.ManagerMethod.ONLY_A;
import static io.mycel.hub.internal.ManagerMethod.ONLY_B;
import static io.mycel.hub.internal.ManagerMethod.optional;
import static io.mycel.hub.internal.ManagerMethod.required;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.RemoteFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager's methods about clients: who they are, who is there, whether they answer, and their
 * log.
 */
final class ClientMethods {
  private static final Logger LOG = LoggerFactory.getLogger("io.mycel.hub.clients");
  private static final int MAX_LOGGED = 2000;

  private final Directory directory;
  private final Reconnection reconnection;
  private final BaseUrls urls;

  ClientMethods(Directory directory, Reconnection reconnection, BaseUrls urls) {
    this.directory = directory;
    this.reconnection = reconnection;
    this.urls = urls;
  }

  List<ManagerMethod> methods() {
    List<ManagerMethod> methods = new ArrayList<>();
    methods.add(
        ManagerMethod.of(
            "echo",
            BOTH,
            "Answers with what it is given.",
            List.of(required("data", "", "anything")),
            (caller, arguments) -> arguments.any("data")));
    for (String level : List.of("log", "info", "warning", "error", "critical")) {
      methods.add(
          ManagerMethod.of(
              level,
              level.equals("log") ? BOTH : ONLY_A,
              "Writes a line to the server's log.",
              List.of(required("msg", "", "the line")),
              (caller, arguments) -> log(caller, level, arguments)));
    }
    methods.add(
        ManagerMethod.of(
            "get_connection_info",
            ONLY_A,
            "Tells the calling client who it is and how it may come back.",
            List.of(),
            (caller, arguments) -> connectionInfo(caller.client())));
    methods.add(
        ManagerMethod.of(
            "list_clients",
            ONLY_A,
            "Lists the clients of the workspace.",
            List.of(optional("workspace", "string", "the own one if absent")),
            this::namesOfClients));
    methods.add(
        ManagerMethod.of(
            "list_clients",
            ONLY_B,
            "Lists the clients of a workspace.",
            List.of(optional("workspace", "string", "the own one if absent")),
            this::clients));
    methods.add(
        ManagerMethod.of(
            "list_user_clients",
            ONLY_A,
            "Lists the clients of the calling user.",
            List.of(),
            (caller, arguments) ->
                directory.clients().stream()
                    .map(ClientEntry::client)
                    .filter(
                        client ->
                            !client.hidden()
                                && client.user().id().equals(caller.client().user().id()))
                    .map(
                        client ->
                            Map.of(
                                "id",
                                client.id(),
                                "name",
                                client.id(),
                                "workspace",
                                client.workspace()))
                    .toList()));
    methods.add(
        ManagerMethod.of(
            "ping",
            ONLY_B,
            "Asks a client for a sign of life.",
            List.of(
                required("client_id", "string", "client or workspace/client"),
                optional("timeout", "number", "seconds, 5 if absent")),
            this::ping));
    methods.add(
        ManagerMethod.of(
            "check_status",
            ONLY_B,
            "Tells the state of the workspace.",
            List.of(),
            (caller, arguments) ->
                Map.of("status", "ready", "workspace", caller.client().workspace())));
    methods.add(
        ManagerMethod.of(
            "cleanup",
            ONLY_B,
            "Removes the clients of a workspace that do not answer.",
            List.of(
                optional("workspace", "string", "the own one if absent"),
                optional("timeout", "number", "seconds, 5 if absent")),
            this::cleanUp));
    return methods;
  }

  private Object log(ClientEntry caller, String level, Arguments arguments) {
    String line = String.valueOf(arguments.any("msg"));
    String shown = line.length() > MAX_LOGGED ? line.substring(0, MAX_LOGGED) + "…" : line;
    // a client may not begin a new line in the log
    String safe = shown.replace('\r', ' ').replace('\n', ' ');
    switch (level) {
      case "warning" -> LOG.warn("{}: {}", caller.address(), safe);
      case "error", "critical" -> LOG.error("{}: {}", caller.address(), safe);
      default -> LOG.info("{}: {}", caller.address(), safe);
    }
    return null;
  }

  private Map<String, Object> connectionInfo(Client client) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("workspace", client.workspace());
    info.put("client_id", client.id());
    info.put("user_info", UserWire.toMap(client.user(), client.workspace(), client.id()));
    info.put("reconnection_token", reconnection.token(client));
    info.put("reconnection_expires_in", reconnection.lifetime().toSeconds());
    info.put("public_base_url", urls.forEverybody());
    info.put("local_base_url", urls.local());
    return info;
  }

  private Object namesOfClients(ClientEntry caller, Arguments arguments) {
    List<Object> names = new ArrayList<>();
    names.add(ManagerPeers.CLIENT_ID_A);
    connected(caller, arguments).forEach(client -> names.add(client.id()));
    return names;
  }

  private Object clients(ClientEntry caller, Arguments arguments) {
    List<Object> clients = new ArrayList<>();
    for (Client client : connected(caller, arguments)) {
      clients.add(
          Map.of(
              "id",
              client.address(),
              "user",
              UserWire.toMap(client.user(), client.workspace(), client.id())));
    }
    return clients;
  }

  private List<Client> connected(ClientEntry caller, Arguments arguments) {
    return workspaceOf(caller, arguments, Permission.READ).clients().stream()
        .filter(entry -> !entry.client().hidden() && directory.client(entry.address()) == entry)
        .map(ClientEntry::client)
        .sorted((a, b) -> a.connectedAt().compareTo(b.connectedAt()))
        .toList();
  }

  private Workspace workspaceOf(ClientEntry caller, Arguments arguments, Permission permission) {
    String name = arguments.text("workspace").orElse(caller.client().workspace());
    if (!caller.client().user().may(name, permission)) {
      throw new HubException(
          HubException.Kind.PERMISSION, "Permission denied for workspace: " + name);
    }
    return directory
        .workspace(name)
        .orElseThrow(
            () ->
                new HubException(
                    HubException.Kind.NOT_FOUND,
                    "Workspace " + name + " does not exist or is not accessible"));
  }

  private Object ping(ClientEntry caller, Arguments arguments) {
    String id = arguments.requiredText("client_id");
    String address = id.indexOf('/') < 0 ? caller.client().workspace() + "/" + id : id;
    ClientEntry asked = directory.client(address);
    if (asked == null || !caller.client().user().may(asked.client().workspace(), Permission.READ)) {
      throw new HubException(
          HubException.Kind.NOT_FOUND, "Client " + address + " is not connected");
    }
    Duration timeout =
        arguments.number("timeout").map(ServiceChoice::seconds).orElse(Duration.ofSeconds(5));
    return alive(asked, timeout)
        .thenApply(alive -> alive ? "pong" : "Failed to ping client " + address + ": no answer");
  }

  /** Whether a client answers within a time. */
  static CompletableFuture<Boolean> alive(ClientEntry asked, Duration timeout) {
    RemoteFunction ping = ServiceFetcher.function(asked, "services.built-in.ping");
    return ping.peer()
        .call(ping, List.of("ping"), Map.of(), new CallOptions(timeout, null))
        .handle((answer, failure) -> failure == null);
  }

  private Object cleanUp(ClientEntry caller, Arguments arguments) {
    Workspace workspace = workspaceOf(caller, arguments, Permission.ADMIN);
    Duration timeout =
        arguments.number("timeout").map(ServiceChoice::seconds).orElse(Duration.ofSeconds(5));
    List<CompletableFuture<String>> checks = new ArrayList<>();
    for (ClientEntry entry : workspace.clients()) {
      if (!entry.client().hidden() && entry != caller) {
        checks.add(
            alive(entry, timeout)
                .thenApply(
                    alive -> {
                      if (!alive) {
                        entry.connection().close(1001, "the client did not answer");
                      }
                      return alive ? null : entry.client().id();
                    }));
      }
    }
    return CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                Map.of(
                    "removed_clients",
                    checks.stream()
                        .map(CompletableFuture::join)
                        .filter(java.util.Objects::nonNull)
                        .toList()));
  }
}
