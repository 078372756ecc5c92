package io.mycel.hub.internal;

import io.mycel.api.hub.ExportedService;
import io.mycel.api.hub.HubException;
import io.mycel.api.rpc.Service;
import java.util.Map;
import java.util.function.Function;

/**
 * What an OSGi service says of how clients are to see it; see {@link ExportedService}.
 *
 * @param workspace where it lives
 * @param clientId the client that offers it
 * @param serviceId its id there
 * @param config its {@code visibility} and others
 */
record ExportDeclaration(
    String workspace,
    String clientId,
    String serviceId,
    String name,
    String description,
    String type,
    Map<String, Object> config) {

  /** The property by which a service asks to be exported. */
  static final String ID = ExportedService.PREFIX_ + "id";

  /**
   * Reads the properties of a service.
   *
   * @param properties their values by name
   * @param bundle the symbolic name of the bundle that offers it
   * @throws HubException of kind {@code INVALID} that names the property and what is wrong with it
   */
  static ExportDeclaration of(Function<String, Object> properties, String bundle) {
    String id = text(properties, "id", "");
    String visibility = text(properties, "visibility", "protected");
    ExportDeclaration declaration =
        new ExportDeclaration(
            Names.check(property("workspace"), text(properties, "workspace", Directory.PUBLIC)),
            Names.check(property("clientId"), text(properties, "clientId", bundle)),
            Names.check(property("id"), id),
            text(properties, "name", id),
            text(properties, "description", ""),
            text(properties, "type", "generic"),
            Map.of("visibility", visibility));
    declaration.check();
    try {
      declaration.service(Map.of());
    } catch (IllegalArgumentException e) {
      throw invalid("id", "must have no / : @ * and no dots", id);
    }
    return declaration;
  }

  /**
   * The same of a service that describes itself.
   *
   * @throws HubException of kind {@code INVALID}
   */
  static ExportDeclaration of(Service service, Function<String, Object> properties, String bundle) {
    ExportDeclaration declaration =
        new ExportDeclaration(
            Names.check(property("workspace"), text(properties, "workspace", Directory.PUBLIC)),
            Names.check(property("clientId"), text(properties, "clientId", bundle)),
            Names.check("the id of the service", service.id()),
            service.name(),
            service.description(),
            service.type(),
            service.config());
    declaration.check();
    return declaration;
  }

  private void check() {
    if (clientId.equals(ManagerPeers.CLIENT_ID_A)) {
      throw invalid("clientId", "is the workspace manager's; choose another", clientId);
    }
    Object visibility = config.get("visibility");
    if (!(visibility instanceof String text) || !ServiceForms.VISIBILITIES.contains(text)) {
      throw invalid("visibility", "must be one of public, protected, unlisted", visibility);
    }
  }

  private static String property(String name) {
    return "property " + ExportedService.PREFIX_ + name;
  }

  private static String text(Function<String, Object> properties, String name, String standard) {
    Object value = properties.apply(ExportedService.PREFIX_ + name);
    if (value != null && !(value instanceof String)) {
      throw invalid(name, "must be text", value);
    }
    return value == null || value.equals("") ? standard : (String) value;
  }

  private static HubException invalid(String name, String why, Object value) {
    return new HubException(
        HubException.Kind.INVALID, property(name) + " " + why + ", not: " + value);
  }

  /** {@code workspace/client}. */
  String address() {
    return workspace + "/" + clientId;
  }

  /** What is registered, with these members. */
  Service service(Map<String, ?> members) {
    return new Service(serviceId, name, type, description, config, Map.copyOf(members));
  }
}
