package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Answers what services there are for somebody. */
final class ServiceListing {
  private final Directory directory;
  private final Registry registry;

  ServiceListing(Directory directory, Registry registry) {
    this.directory = directory;
    this.registry = registry;
  }

  /**
   * The services that a query means.
   *
   * @param query null for the client's workspace, the name of a workspace, a service id, or an
   *     object of fields that must be equal
   * @param withUnlisted true to see unlisted services of the client's own workspace too
   */
  Stream<ServiceInfo> list(Client client, Object query, boolean withUnlisted) {
    Stream<ServiceInfo> found;
    if (query == null) {
      found = inWorkspace(client.user(), client.workspace(), client.workspace());
    } else if (query instanceof String text) {
      found = byText(client, text);
    } else if (query instanceof Map<?, ?> fields) {
      Object workspace = fields.get("workspace");
      found =
          ("*".equals(workspace)
                  ? everywhere(client)
                  : inWorkspace(
                      client.user(),
                      client.workspace(),
                      workspace == null ? client.workspace() : String.valueOf(workspace)))
              .filter(info -> fields.entrySet().stream().allMatch(field -> matches(info, field)));
    } else {
      throw new HubException(
          HubException.Kind.INVALID,
          "list_services: 'query' must be text or an object, got "
              + query.getClass().getSimpleName());
    }
    return found.filter(
        info -> withUnlisted || !"unlisted".equals(info.config().get("visibility")));
  }

  private Stream<ServiceInfo> byText(Client client, String text) {
    if (text.equals("*")) {
      return everywhere(client);
    }
    if (text.indexOf('/') < 0 && text.indexOf(':') < 0) {
      return inWorkspace(client.user(), client.workspace(), text);
    }
    return registry
        .find(ServiceQuery.parse(text, Generation.B), client.workspace(), client.user())
        .stream();
  }

  private Stream<ServiceInfo> everywhere(Client client) {
    return Stream.concat(
        registry.servicesOf(client.workspace()).stream(),
        registry.publicServices().stream()
            .filter(info -> !info.workspace().equals(client.workspace())));
  }

  /**
   * The services of a workspace that a user may see; those of {@code public} are all public ones.
   *
   * @param from the workspace of the one who asks
   * @throws HubException of kind {@code NOT_FOUND} if there is no such workspace
   */
  Stream<ServiceInfo> inWorkspace(User user, String from, String workspace) {
    if (directory.workspace(workspace).isEmpty()) {
      throw new HubException(
          HubException.Kind.NOT_FOUND,
          "Workspace " + workspace + " does not exist or is not accessible");
    }
    if (workspace.equals(Directory.PUBLIC)) {
      return Stream.concat(
          registry.servicesOf(workspace).stream()
              .filter(info -> !info.isPublic() && Registry.mayUse(info, from, user)),
          registry.publicServices().stream());
    }
    boolean mayRead = workspace.equals(from) || user.may(workspace, Permission.READ);
    return registry.servicesOf(workspace).stream()
        .filter(info -> mayRead || Registry.mayUse(info, from, user))
        .filter(info -> mayRead || !"unlisted".equals(info.config().get("visibility")));
  }

  private static boolean matches(ServiceInfo info, Map.Entry<?, ?> field) {
    return switch (String.valueOf(field.getKey())) {
      case "workspace" -> true;
      case "id", "service_id" ->
          Objects.equals(info.id(), field.getValue())
              || Objects.equals(info.serviceId(), field.getValue());
      case "name" -> Objects.equals(info.name(), field.getValue());
      case "type" -> Objects.equals(info.type(), field.getValue());
      case "client_id" -> Objects.equals(info.clientId(), field.getValue());
      case "visibility" -> Objects.equals(info.config().get("visibility"), field.getValue());
      default -> Objects.equals(info.more().get(String.valueOf(field.getKey())), field.getValue());
    };
  }
}
