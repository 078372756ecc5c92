package io.mycel.hub.internal;

import static io.mycel.hub.internal.ManagerMethod.BOTH;
import static io.mycel.hub.internal.ManagerMethod.ONLY_A;
import static io.mycel.hub.internal.ManagerMethod.ONLY_B;
import static io.mycel.hub.internal.ManagerMethod.optional;
import static io.mycel.hub.internal.ManagerMethod.required;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The manager's methods about workspaces. Those that need accounts or storage say that they are not
 * there yet.
 */
final class WorkspaceMethods {
  /** What only the hub itself may say of a workspace. */
  private static final Set<String> RESERVED = Set.of("id", "name", "persistent", "owners");

  private final Directory directory;
  private final Registry registry;

  WorkspaceMethods(Directory directory, Registry registry) {
    this.directory = directory;
    this.registry = registry;
  }

  List<ManagerMethod> methods() {
    List<ManagerMethod> methods = new ArrayList<>();
    methods.add(
        ManagerMethod.of(
            "create_workspace",
            BOTH,
            "Makes a workspace that lives as long as a client is in it.",
            List.of(
                required("config", "object", "id or name, description and others"),
                optional("overwrite", "boolean", "describe an own workspace anew if it is there")),
            this::create));
    methods.add(
        ManagerMethod.of(
            "get_workspace_info",
            BOTH,
            "Describes a workspace.",
            List.of(optional("workspace", "string", "the own one if absent")),
            (caller, arguments) -> workspace(caller, arguments, Permission.READ).info()));
    methods.add(
        ManagerMethod.of(
            "list_workspaces",
            ONLY_B,
            "Lists the workspaces that the calling user may read.",
            List.of(
                optional("match", "object", "fields that must be equal"),
                optional("offset", "integer", "leave out so many"),
                optional("limit", "integer", "at most so many, 256 if absent")),
            this::list));
    methods.add(
        ManagerMethod.of(
            "delete_workspace",
            ONLY_B,
            "Closes a workspace and its clients.",
            List.of(required("workspace", "string", "its name")),
            this::delete));
    methods.add(
        ManagerMethod.of(
            "get_summary",
            BOTH,
            "Counts what is in the workspace.",
            List.of(),
            (caller, arguments) -> summary(caller.client())));
    methods.add(
        ManagerMethod.of(
            "set",
            ONLY_A,
            "Changes the description of the workspace.",
            List.of(required("config", "object", "fields to change")),
            this::describe));
    methods.add(
        ManagerMethod.of(
            "set_env",
            ONLY_B,
            "Keeps a variable in the workspace as long as it lives.",
            List.of(
                required("key", "string", "its name"), required("value", "string", "its value")),
            this::setEnvironment));
    methods.add(
        ManagerMethod.of(
            "get_env",
            ONLY_B,
            "Tells a variable of the workspace, or all.",
            List.of(optional("key", "string", "its name; all if absent")),
            this::environment));
    methods.add(
        ManagerMethod.of(
            "register_service_type",
            ONLY_B,
            "Keeps the description of a type of service in the workspace.",
            List.of(required("type_info", "object", "id, name, definition and others")),
            this::registerType));
    methods.add(
        ManagerMethod.of(
            "get_service_type",
            ONLY_B,
            "Tells the description of a type of service.",
            List.of(required("type_id", "string", "its id")),
            this::type));
    methods.add(
        ManagerMethod.of(
            "list_service_types",
            ONLY_B,
            "Lists the types of services of a workspace.",
            List.of(optional("workspace", "string", "the own one if absent")),
            (caller, arguments) ->
                new ArrayList<>(
                    workspace(caller, arguments, Permission.READ).serviceTypes().values())));
    for (String name : List.of("bookmark", "unbookmark")) {
      methods.add(
          ManagerMethod.of(
              name,
              ONLY_B,
              "Needs a user's own storage, which this server does not offer yet.",
              List.of(required("item", "object", "a workspace or service")),
              (caller, arguments) -> notYet(name, "user accounts with storage")));
    }
    methods.add(
        ManagerMethod.of(
            "install_application",
            ONLY_A,
            "Needs the server apps, which this server does not offer yet.",
            List.of(required("rdf", "object", "the application")),
            (caller, arguments) -> notYet("install_application", "server apps")));
    methods.add(
        ManagerMethod.of(
            "uninstall_application",
            ONLY_A,
            "Needs the server apps, which this server does not offer yet.",
            List.of(required("rdf_id", "string", "the application's id")),
            (caller, arguments) -> notYet("uninstall_application", "server apps")));
    return methods;
  }

  private static Object notYet(String method, String what) {
    throw new HubException(
        HubException.Kind.UNAVAILABLE,
        method + " is not available yet: this server has no " + what);
  }

  private Object create(ClientEntry caller, Arguments arguments) {
    Client client = caller.client();
    Map<String, Object> config = arguments.requiredMap("config");
    Arguments fields = arguments.within("config");
    String name =
        Names.check(
            "the workspace's id", fields.text("id").orElseGet(() -> fields.requiredText("name")));
    if (fields.flag("persistent")) {
      notYet("create_workspace with persistent=true", "storage");
    }
    Map<String, Object> more = new LinkedHashMap<>(config);
    more.put("owners", owners(client, fields));
    Workspace made = directory.prepare(name, client.user(), Map.of());
    made.describe(more);
    if (!directory.create(made)) {
      Workspace there = directory.workspace(name).orElse(made);
      if (!arguments.flag("overwrite")) {
        throw new HubException(
            HubException.Kind.CONFLICT,
            "Workspace " + name + " already exists; pass overwrite=true to describe your own anew");
      }
      if (!administers(client, there)) {
        throw new HubException(
            HubException.Kind.PERMISSION, "Permission denied for workspace: " + name);
      }
      there.describe(more);
      return there.info();
    }
    return made.info();
  }

  private static List<Object> owners(Client client, Arguments fields) {
    List<Object> owners = new ArrayList<>();
    if (fields.any("owners") != null) {
      owners.addAll(fields.texts("owners"));
    }
    if (!owners.contains(client.user().id())) {
      owners.add(client.user().id());
    }
    return owners;
  }

  /** True for the one who made a workspace, for its owners, and for whom the token says so. */
  static boolean administers(Client client, Workspace workspace) {
    return client.user().may(workspace.name(), Permission.ADMIN)
        || workspace.owner().id().equals(client.user().id())
        || workspace.info().get("owners") instanceof List<?> owners
            && owners.contains(client.user().id());
  }

  private Workspace workspace(ClientEntry caller, Arguments arguments, Permission permission) {
    String name = arguments.text("workspace").orElse(caller.client().workspace());
    Workspace workspace =
        directory
            .workspace(name)
            .orElseThrow(
                () ->
                    new HubException(
                        HubException.Kind.NOT_FOUND,
                        "Workspace " + name + " does not exist or is not accessible"));
    if (!caller.client().user().may(name, permission) && !administers(caller.client(), workspace)) {
      throw new HubException(
          HubException.Kind.PERMISSION, "Permission denied for workspace: " + name);
    }
    return workspace;
  }

  private Object list(ClientEntry caller, Arguments arguments) {
    Map<String, Object> match = arguments.map("match").orElseGet(Map::of);
    int offset = arguments.number("offset").map(Double::intValue).filter(n -> n > 0).orElse(0);
    int limit = arguments.number("limit").map(Double::intValue).filter(n -> n >= 0).orElse(256);
    return directory.workspaces().stream()
        .filter(
            there ->
                caller.client().user().may(there.name(), Permission.READ)
                    || administers(caller.client(), there))
        .map(Workspace::info)
        .filter(
            info ->
                match.entrySet().stream()
                    .allMatch(
                        field ->
                            java.util.Objects.equals(info.get(field.getKey()), field.getValue())))
        .sorted((a, b) -> String.valueOf(a.get("id")).compareTo(String.valueOf(b.get("id"))))
        .skip(offset)
        .limit(limit)
        .toList();
  }

  private Object delete(ClientEntry caller, Arguments arguments) {
    Workspace workspace = workspace(caller, arguments, Permission.ADMIN);
    if (workspace.permanent()) {
      throw new HubException(
          HubException.Kind.PERMISSION,
          "Permission denied: workspace " + workspace.name() + " cannot be deleted");
    }
    directory.delete(workspace.name());
    for (ClientEntry entry : workspace.clients()) {
      if (entry != caller) {
        entry.connection().close(1001, "the workspace was deleted");
      }
    }
    return null;
  }

  private Object summary(Client client) {
    List<Object> clients = new ArrayList<>();
    directory
        .workspace(client.workspace())
        .ifPresent(
            there ->
                there.clients().stream()
                    .filter(entry -> !entry.client().hidden())
                    .forEach(entry -> clients.add(Map.of("id", entry.client().id()))));
    List<Object> services = new ArrayList<>();
    registry.servicesOf(client.workspace()).stream()
        .filter(info -> !info.serviceId().equals(Registry.BUILT_IN))
        .forEach(info -> services.add(ServiceForms.toMap(info, client.generation())));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("name", client.workspace());
    summary.put(
        "description",
        directory
            .workspace(client.workspace())
            .map(there -> there.info().get("description"))
            .orElse(null));
    summary.put("client_count", clients.size());
    summary.put("clients", clients);
    summary.put("service_count", services.size());
    summary.put("services", services);
    return summary;
  }

  private Object describe(ClientEntry caller, Arguments arguments) {
    Workspace workspace = workspace(caller, arguments, Permission.ADMIN);
    Map<String, Object> changes = arguments.requiredMap("config");
    for (String field : changes.keySet()) {
      if (RESERVED.contains(field)) {
        throw new HubException(
            HubException.Kind.INVALID,
            "set: the field '" + field + "' of a workspace cannot be changed");
      }
    }
    workspace.describe(changes);
    return null;
  }

  private Object setEnvironment(ClientEntry caller, Arguments arguments) {
    Workspace workspace = workspace(caller, arguments, Permission.READ_WRITE);
    workspace.setVariable(arguments.requiredText("key"), String.valueOf(arguments.any("value")));
    return null;
  }

  private Object environment(ClientEntry caller, Arguments arguments) {
    Workspace workspace = workspace(caller, arguments, Permission.READ);
    if (arguments.text("key").isEmpty()) {
      return new LinkedHashMap<>(workspace.environment());
    }
    String key = arguments.requiredText("key");
    Object value = workspace.environment().get(key);
    if (value == null) {
      throw new HubException(
          HubException.Kind.NOT_FOUND,
          "KeyError: \"Environment variable '" + key + "' not found\"");
    }
    return value;
  }

  private Object registerType(ClientEntry caller, Arguments arguments) {
    Map<String, Object> type = arguments.requiredMap("type_info");
    String id = arguments.within("type_info").requiredText("id");
    workspace(caller, arguments, Permission.READ_WRITE).setType(id, type);
    return type;
  }

  private Object type(ClientEntry caller, Arguments arguments) {
    String id = arguments.requiredText("type_id");
    Object type = workspace(caller, arguments, Permission.READ).serviceTypes().get(id);
    if (type == null) {
      throw new HubException(
          HubException.Kind.NOT_FOUND, "KeyError: 'Service type not found: " + id + "'");
    }
    return type;
  }
}
