package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Service infos as clients send and read them. */
final class ServiceForms {
  private static final Set<String> OWN_FIELDS =
      Set.of("id", "name", "type", "description", "config");
  static final Set<String> VISIBILITIES = Set.of("public", "protected", "unlisted");

  private ServiceForms() {}

  /**
   * The info that a client registers.
   *
   * @throws HubException of kind {@code PERMISSION} if the id is of another client, {@code INVALID}
   *     if something is missing or wrong
   */
  static ServiceInfo parse(Client client, Map<String, Object> sent) {
    Arguments fields = new Arguments("register_service", sent);
    String serviceId = ownId(client, fields.requiredText("id"));
    Map<String, Object> config = new LinkedHashMap<>(fields.map("config").orElseGet(Map::of));
    config.put("visibility", visibility(config.get("visibility")));
    config.put("workspace", client.workspace());
    config.putIfAbsent("require_context", false);
    config.putIfAbsent("flags", List.of());
    if (client.generation() == Generation.B) {
      config.putIfAbsent("singleton", false);
      config.put(
          "created_by",
          Map.of("id", client.user().id(), "is_anonymous", client.user().isAnonymous()));
    }
    Map<String, Object> more = new LinkedHashMap<>();
    sent.forEach(
        (key, value) -> {
          if (!OWN_FIELDS.contains(key)
              && !(value instanceof RemoteFunction)
              && !(value instanceof RpcFunction)) {
            more.put(key, value);
          }
        });
    return new ServiceInfo(
        client.workspace(),
        client.id(),
        serviceId,
        fields.text("name").orElse(serviceId),
        fields.text("type").orElse("generic"),
        fields.text("description").orElse(null),
        config,
        more);
  }

  /** The last part of an id that must be of this client. */
  static String ownId(Client client, String id) {
    ServiceQuery query = ServiceQuery.parse(id, Generation.B);
    boolean own =
        (query.workspace() == null || query.workspace().equals(client.workspace()))
            && (query.clientId() == null || query.clientId().equals(client.id()));
    if (!own) {
      throw new HubException(
          HubException.Kind.PERMISSION,
          "Permission denied: client "
              + client.address()
              + " cannot register the service "
              + id
              + " of another client");
    }
    return Names.check("the service id", query.serviceId());
  }

  private static String visibility(Object value) {
    if (value == null) {
      return "protected";
    }
    // "private" is what the first documentation of Hypha calls it
    String visibility = "private".equals(value) ? "protected" : String.valueOf(value);
    if (!VISIBILITIES.contains(visibility)) {
      throw new HubException(
          HubException.Kind.INVALID,
          "visibility must be one of public, protected, unlisted, got '" + visibility + "'");
    }
    return visibility;
  }

  /** An info as clients of a generation read it in lists. */
  static Map<String, Object> toMap(ServiceInfo info, Generation generation) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("config", info.config());
    map.put("id", info.id());
    map.put("name", info.name());
    map.put("type", info.type());
    map.put("description", info.description());
    if (generation == Generation.A) {
      map.put("docs", info.more().get("docs") == null ? Map.of() : info.more().get("docs"));
    } else {
      map.put("docs", info.more().get("docs"));
      map.put("app_id", info.more().getOrDefault("app_id", "*"));
      map.put("service_schema", info.more().get("service_schema"));
      info.more().forEach(map::putIfAbsent);
    }
    return map;
  }
}
