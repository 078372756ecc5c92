package io.mycel.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.api.hub.ClientInfo;
import io.mycel.api.hub.HubAdministration;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.WorkspaceInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The commands {@code mycel:*}: what the hub sees, as a table, or as JSON with {@code --json}. They
 * stay while the hub is replaced.
 */
@Component(
    service = HubCommands.class,
    property = {
      CommandProcessor.COMMAND_SCOPE + "=mycel",
      CommandProcessor.COMMAND_FUNCTION + "=clients",
      CommandProcessor.COMMAND_FUNCTION + "=services",
      CommandProcessor.COMMAND_FUNCTION + "=workspaces"
    })
public class HubCommands {
  private static final String CLIENTS = "mycel:clients [WORKSPACE] [--json]";
  private static final String SERVICES =
      "mycel:services [WORKSPACE | WORKSPACE/CLIENT] [--all] [--json]";
  private static final String WORKSPACES = "mycel:workspaces [WORKSPACE] [--json]";

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile HubAdministration hub;

  /** Made by SCR, which names the hub when there is one. */
  @Activate
  public HubCommands() {}

  /** For tests: the commands of a hub. */
  HubCommands(HubAdministration hub) {
    this.hub = hub;
  }

  /** {@value #CLIENTS}. */
  @Descriptor("the clients, of one workspace or of all: " + CLIENTS)
  public String clients(String... words) {
    Request request = Request.of(CLIENTS, Set.of("--json"), List.of(words));
    HubAdministration now = hub();
    List<ClientInfo> found =
        now.clients().stream()
            .filter(client -> matches(request.filter(), client.workspace(), client.workspace()))
            .toList();
    if (found.isEmpty()) {
      checkWorkspace(now, request.filter());
    }
    return request.json()
        ? json(found.stream().map(HubCommands::fields).toList())
        : table(found, Instant.now());
  }

  /** {@value #SERVICES}; without {@code --all} those that people registered. */
  @Descriptor("the services, of one client, one workspace or all: " + SERVICES)
  public String services(String... words) {
    Request request = Request.of(SERVICES, Set.of("--json", "--all"), List.of(words));
    HubAdministration now = hub();
    List<ServiceInfo> found =
        now.clients().stream()
            .filter(client -> matches(request.filter(), client.workspace(), client.address()))
            .flatMap(client -> client.services().stream())
            .filter(info -> request.all() || !info.serviceId().equals("built-in"))
            .toList();
    if (found.isEmpty()) {
      checkPlace(now, request.filter());
    }
    if (request.json()) {
      return json(found.stream().map(HubCommands::fields).toList());
    }
    Table table = new Table("SERVICE", "NAME", "TYPE", "VISIBILITY", "DESCRIPTION");
    for (ServiceInfo info : found) {
      table.add(info.id(), info.name(), info.type(), visibility(info), info.description());
    }
    return table.toString();
  }

  /** {@value #WORKSPACES}. */
  @Descriptor("the workspaces: " + WORKSPACES)
  public String workspaces(String... words) {
    Request request = Request.of(WORKSPACES, Set.of("--json"), List.of(words));
    HubAdministration now = hub();
    checkWorkspace(now, request.filter());
    Stream<WorkspaceInfo> found =
        now.workspaces().stream()
            .filter(workspace -> matches(request.filter(), workspace.name(), workspace.name()));
    if (request.json()) {
      return json(found.map(HubCommands::fields).toList());
    }
    Table table =
        new Table("WORKSPACE", "OWNER", "VISIBILITY", "CLIENTS", "SERVICES", "DESCRIPTION");
    found.forEach(
        workspace ->
            table.add(
                workspace.name(),
                workspace.owner(),
                workspace.visibility(),
                workspace.clients(),
                workspace.services(),
                workspace.description()));
    return table.toString();
  }

  private HubAdministration hub() {
    HubAdministration now = hub;
    if (now == null) {
      throw new IllegalStateException("no hub runs; start the bundle io.mycel.hub");
    }
    return now;
  }

  private static boolean matches(String filter, String workspace, String address) {
    return filter == null || filter.equals(workspace) || filter.equals(address);
  }

  private static void checkWorkspace(HubAdministration hub, String name) {
    if (name != null && hub.workspaces().stream().noneMatch(each -> each.name().equals(name))) {
      throw new IllegalArgumentException(
          "there is no workspace '" + name + "'; mycel:workspaces lists them");
    }
  }

  private static void checkPlace(HubAdministration hub, String place) {
    if (place == null || place.indexOf('/') < 0) {
      checkWorkspace(hub, place);
    } else if (hub.clients().stream().noneMatch(client -> client.address().equals(place))) {
      throw new IllegalArgumentException(
          "there is no client '" + place + "'; mycel:clients lists them");
    }
  }

  private static String table(List<ClientInfo> clients, Instant now) {
    Table table = new Table("CLIENT", "GEN", "USER", "FROM", "STATE", "SINCE", "SERVICES");
    for (ClientInfo client : clients) {
      table.add(
          client.address(),
          client.generation(),
          client.user().email() == null ? client.user().id() : client.user().email(),
          client.remoteAddress(),
          client.isConnected() ? "connected" : "away",
          since(client.connectedAt(), now),
          client.services().stream().filter(i -> !i.serviceId().equals("built-in")).count());
    }
    return table.toString();
  }

  /** Two units at most: {@code 5s}, {@code 3m 20s}, {@code 2h 5m}, {@code 4d 1h}. */
  static String since(Instant then, Instant now) {
    Duration time = Duration.between(then, now);
    if (time.toDays() > 0) {
      return time.toDays() + "d " + time.toHoursPart() + "h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h " + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m " + time.toSecondsPart() + "s"
        : Math.max(0, time.toSeconds()) + "s";
  }

  private static Object visibility(ServiceInfo info) {
    return info.config().getOrDefault("visibility", "protected");
  }

  private static Map<String, Object> fields(ClientInfo client) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", client.address());
    fields.put("workspace", client.workspace());
    fields.put("client_id", client.id());
    fields.put("generation", client.generation().name());
    fields.put("user", client.user().id());
    fields.put("email", client.user().email());
    fields.put("connected", client.isConnected());
    fields.put("remote_address", client.remoteAddress());
    fields.put("connected_at", client.connectedAt().toString());
    fields.put("queued_bytes", client.queuedBytes());
    fields.put("services", client.services().stream().map(ServiceInfo::serviceId).toList());
    return fields;
  }

  private static Map<String, Object> fields(ServiceInfo info) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", info.id());
    fields.put("workspace", info.workspace());
    fields.put("client_id", info.clientId());
    fields.put("service_id", info.serviceId());
    fields.put("name", info.name());
    fields.put("type", info.type());
    fields.put("visibility", visibility(info));
    fields.put("description", info.description());
    return fields;
  }

  private static Map<String, Object> fields(WorkspaceInfo workspace) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", workspace.name());
    fields.put("owner", workspace.owner());
    fields.put("permanent", workspace.isPermanent());
    fields.put("visibility", workspace.visibility());
    fields.put("description", workspace.description());
    fields.put("clients", workspace.clients());
    fields.put("services", workspace.services());
    return fields;
  }

  private static String json(List<Map<String, Object>> items) {
    try {
      return JsonMapper.builder()
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(items);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
