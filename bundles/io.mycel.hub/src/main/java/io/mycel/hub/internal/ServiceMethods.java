package io.mycel.hub.internal;

import static io.mycel.hub.internal.ManagerMethod.BOTH;
import static io.mycel.hub.internal.ManagerMethod.ONLY_A;
import static io.mycel.hub.internal.ManagerMethod.ONLY_B;
import static io.mycel.hub.internal.ManagerMethod.optional;
import static io.mycel.hub.internal.ManagerMethod.required;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manager's methods about services. */
final class ServiceMethods {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceMethods.class);
  private static final String DEFAULT = "default";

  private final Registry registry;
  private final ServiceListing listing;
  private final ServiceFetcher fetcher;
  private final ServiceChoice choice;
  private final Launching launching;
  private final HubLimits limits;

  ServiceMethods(
      Registry registry,
      ServiceListing listing,
      ServiceFetcher fetcher,
      ServiceChoice choice,
      Launching launching,
      HubLimits limits) {
    this.registry = registry;
    this.listing = listing;
    this.fetcher = fetcher;
    this.choice = choice;
    this.launching = launching;
    this.limits = limits;
  }

  List<ManagerMethod> methods() {
    return List.of(
        ManagerMethod.of(
                "register_service",
                ONLY_A,
                "Registers a service of the calling client.",
                List.of(required("service", "object", "the service with its functions")),
                this::registerForA)
            .open(),
        ManagerMethod.of(
            "register_service",
            ONLY_B,
            "Registers a service of the calling client.",
            List.of(
                required(
                    "service", "object", "id, name, type, description, config and service_schema"),
                optional("config", "object", "reserved")),
            this::registerForB),
        ManagerMethod.of(
            "update_client_info",
            ONLY_A,
            "Tells all services of the calling client.",
            List.of(
                required("client_info", "object", "the client's id and the list of its services")),
            this::updateClientInfo),
        ManagerMethod.of(
            "unregister_service",
            ONLY_B,
            "Removes a service of the calling client.",
            List.of(required("service_id", "string", "the service's id")),
            this::unregister),
        ManagerMethod.of(
            "get_service",
            ONLY_A,
            "Gets a service by its id; nothing if there is none.",
            List.of(
                required(
                    "query", "", "an id, or an object with id, workspace, client_id and launch")),
            this::getForA),
        ManagerMethod.of(
            "get_service",
            ONLY_B,
            "Gets a service by its id.",
            List.of(
                required(
                    "service_id",
                    "string",
                    "service, client:service, workspace/service or workspace/client:service; with @app the one of an app, which is started for it"),
                optional(
                    "config", "object", "mode, timeout in seconds, select_timeout in seconds")),
            this::getForB),
        ManagerMethod.of(
            "get_service_info",
            ONLY_B,
            "Gets what is registered of a service.",
            List.of(
                required("service_id", "string", "as for get_service"),
                optional("config", "object", "mode")),
            this::info),
        ManagerMethod.of(
            "list_services",
            BOTH,
            "Lists services.",
            List.of(
                optional(
                    "query",
                    "",
                    "a workspace, a service id, or an object of fields that must be equal; the own workspace if absent"),
                optional("include_unlisted", "boolean", "unlisted services too"),
                optional("include_app_services", "boolean", "services of installed apps too"),
                optional("prioritize_running_services", "boolean", "running ones first")),
            this::list),
        ManagerMethod.of(
            "search_services",
            ONLY_B,
            "Searches services by the words of a query in their id, name, description and docs.",
            List.of(
                optional("query", "string", "words, all of which must occur"),
                optional("filters", "object", "fields that must be equal"),
                optional("limit", "integer", "at most so many, 5 if absent"),
                optional("offset", "integer", "leave out so many"),
                optional("return_fields", "array", "only these fields"),
                optional("order_by", "string", "a field"),
                optional(
                    "pagination",
                    "boolean",
                    "answer an object with items, total, offset and limit"),
                optional("include_unlisted", "boolean", "unlisted services too")),
            this::search));
  }

  /**
   * A client of generation A hands its functions to the manager, which hands them back to the
   * client's own built-in service: there they become its service, and only the client's answer
   * tells the service's id. The client's session stays open until this answers.
   */
  private Object registerForA(ClientEntry caller, Arguments arguments) {
    mayRegister(caller.client());
    Map<String, Object> service = new LinkedHashMap<>(arguments.requiredMap("service"));
    Map<String, Object> config =
        new LinkedHashMap<>(
            new Arguments("register_service", service).map("config").orElseGet(Map::of));
    config.put("workspace", caller.client().workspace());
    service.put("config", config);
    Map<String, Object> options = new LinkedHashMap<>(arguments.values());
    options.remove("service");
    options.remove("context");
    RemoteFunction register = ServiceFetcher.function(caller, "services.built-in.register_service");
    return register
        .peer()
        .call(register, List.of(service), options, CallOptions.DEFAULT)
        .thenApply(
            answer -> {
              if (!(answer instanceof Map<?, ?> info) || !(info.get("id") instanceof String id)) {
                throw new HubException(
                    HubException.Kind.INVALID,
                    "client " + caller.address() + " did not say which service it has registered");
              }
              Map<Object, Object> absolute = new LinkedHashMap<>(info);
              absolute.put("id", id.indexOf('/') < 0 ? caller.client().workspace() + "/" + id : id);
              return absolute;
            });
  }

  private Object registerForB(ClientEntry caller, Arguments arguments) {
    Client client = caller.client();
    mayRegister(client);
    ServiceInfo info = ServiceForms.parse(client, arguments.requiredMap("service"));
    long before = Footprint.of(client.services().get(info.serviceId()));
    roomFor(
        client,
        client.services().containsKey(info.serviceId()) ? 0 : 1,
        registry.bytesOf(client) - before + Footprint.of(info));
    registry.put(client, info);
    LOG.debug("{}: service {} registered", client.address(), info.serviceId());
    return null;
  }

  private Object updateClientInfo(ClientEntry caller, Arguments arguments) {
    Client client = caller.client();
    Arguments sent = arguments.within("client_info");
    if (!(sent.any("services") instanceof List<?> list)) {
      throw new HubException(
          HubException.Kind.INVALID, "update_client_info: 'services' must be a list");
    }
    List<ServiceInfo> services = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("service", list.get(i));
      services.add(
          ServiceForms.parse(
              client,
              new Arguments("update_client_info: services[" + i + "]", one)
                  .requiredMap("service")));
    }
    if (services.stream().anyMatch(info -> !info.serviceId().equals(Registry.BUILT_IN))) {
      mayRegister(client);
    }
    roomFor(
        client,
        services.size() - client.services().size(),
        services.stream().mapToLong(Footprint::of).sum());
    boolean exported =
        !client.services().containsKey(DEFAULT)
            && services.stream().anyMatch(info -> info.serviceId().equals(DEFAULT));
    registry.replaceAll(client, services);
    if (exported) {
      setUp(caller);
    }
    return null;
  }

  /**
   * A client that exports its api as its default service expects its {@code setup} to be called
   * (Hypha 0.15).
   */
  private void setUp(ClientEntry caller) {
    ServiceFetcher.function(caller, "services.default.setup")
        .call()
        .whenComplete(
            (ok, failure) -> {
              boolean absent =
                  failure instanceof RpcException e
                      && e.kind() == RpcException.Kind.METHOD_NOT_FOUND;
              if (failure != null && !absent) {
                LOG.warn(
                    "{}: setup of the exported api failed: {}",
                    caller.address(),
                    failure.getMessage());
              }
            });
  }

  private Object unregister(ClientEntry caller, Arguments arguments) {
    String id = arguments.requiredText("service_id");
    String serviceId = ServiceForms.ownId(caller.client(), id);
    if (!registry.remove(caller.client(), serviceId)) {
      throw new HubException(HubException.Kind.NOT_FOUND, "Service not found: " + id);
    }
    return null;
  }

  private Object getForA(ClientEntry caller, Arguments arguments) {
    Object query = arguments.any("query");
    String id = query instanceof String text ? text : queryText(arguments.within("query"));
    ServiceQuery parsed = ServiceQuery.parse(id, Generation.A);
    List<ServiceInfo> found =
        registry.find(parsed, caller.client().workspace(), caller.client().user());
    if (found.isEmpty() && DEFAULT.equals(parsed.serviceId()) && parsed.clientId() != null) {
      // get_plugin(name) asks for the default service of a client: a plugin's has the client's name
      ServiceQuery named =
          new ServiceQuery(parsed.workspace(), parsed.clientId(), parsed.clientId(), parsed.app());
      found = registry.find(named, caller.client().workspace(), caller.client().user());
    }
    if (!found.isEmpty()) {
      return fetcher.fetch(found.get(0), ServiceChoice.DEFAULT_TIMEOUT);
    }
    if (!(query instanceof Map<?, ?>) || !arguments.within("query").flag("launch")) {
      return null;
    }
    String app = arguments.within("query").text("client_name").orElse(parsed.app());
    return launching
        .launch(caller.client(), parsed, app)
        .thenCompose(info -> fetcher.fetch(info, ServiceChoice.DEFAULT_TIMEOUT));
  }

  private static String queryText(Arguments query) {
    String id =
        query
            .text("id")
            .or(() -> query.text("service_id"))
            .orElseGet(() -> query.requiredText("name"));
    if (id.indexOf('/') >= 0) {
      return id;
    }
    String client =
        query.text("client_id").map(name -> name + ":").orElse(id.indexOf(':') < 0 ? "*:" : "");
    return query
        .text("workspace")
        .map(name -> name + "/" + client + id)
        .orElse(client.equals("*:") ? id : client + id);
  }

  private Object getForB(ClientEntry caller, Arguments arguments) {
    Arguments config = arguments.within("config");
    Duration timeout =
        config.number("timeout").map(ServiceChoice::seconds).orElse(ServiceChoice.DEFAULT_TIMEOUT);
    return chosen(caller, arguments).thenCompose(info -> fetcher.fetch(info, timeout));
  }

  private Object info(ClientEntry caller, Arguments arguments) {
    return chosen(caller, arguments).thenApply(info -> ServiceForms.toMap(info, Generation.B));
  }

  private CompletableFuture<ServiceInfo> chosen(ClientEntry caller, Arguments arguments) {
    String id = arguments.requiredText("service_id");
    Client client = caller.client();
    ServiceQuery query = ServiceQuery.parse(id, Generation.B);
    List<ServiceInfo> found = registry.find(query, client.workspace(), client.user());
    if (query.app() != null && launching.isPossible()) {
      found = found.stream().filter(info -> query.app().equals(info.more().get("app_id"))).toList();
      if (found.isEmpty()) {
        return launching.launch(client, query, query.app());
      }
    }
    if (found.isEmpty()) {
      throw new HubException(
          HubException.Kind.NOT_FOUND, "KeyError: 'Service not found: " + id + "'");
    }
    return choice.choose(id, found, arguments.within("config"));
  }

  private Object list(ClientEntry caller, Arguments arguments) {
    Generation generation = caller.client().generation();
    return listing
        .list(caller.client(), arguments.any("query"), arguments.flag("include_unlisted"))
        .filter(info -> generation == Generation.B || !info.serviceId().equals(Registry.BUILT_IN))
        .map(info -> ServiceForms.toMap(info, generation))
        .toList();
  }

  private Object search(ClientEntry caller, Arguments arguments) {
    List<Map<String, Object>> found =
        ServiceSearch.run(
            listing.list(
                caller.client(),
                arguments.map("filters").<Object>map(f -> f).orElse(null),
                arguments.flag("include_unlisted")),
            arguments);
    int offset = arguments.number("offset").map(Double::intValue).filter(n -> n > 0).orElse(0);
    int limit = arguments.number("limit").map(Double::intValue).filter(n -> n >= 0).orElse(5);
    List<Map<String, Object>> page = found.stream().skip(offset).limit(limit).toList();
    return arguments.flag("pagination")
        ? Map.of("items", page, "total", found.size(), "offset", offset, "limit", limit)
        : page;
  }

  private static void mayRegister(Client client) {
    if (!client.user().may(client.workspace(), Permission.READ_WRITE)) {
      throw new HubException(
          HubException.Kind.PERMISSION,
          "Permission denied: user "
              + client.user().id()
              + " may not register services in workspace "
              + client.workspace());
    }
  }

  private void roomFor(Client client, int more, long bytes) {
    if (client.services().size() + more > limits.services()) {
      throw new LimitException(
          "client "
              + client.address()
              + " cannot have more than "
              + limits.services()
              + " services; unregister some first");
    }
    if (bytes > limits.serviceBytes()) {
      throw new LimitException(
          "the descriptions of all services of client "
              + client.address()
              + " would take "
              + bytes
              + " bytes, the limit is "
              + limits.serviceBytes()
              + "; shorten them or unregister some");
    }
  }
}
