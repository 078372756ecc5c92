package io.mycel.hub.internal;

import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;

/**
 * What a client writes to name a service: {@code service}, {@code client:service}, {@code
 * workspace/client:service}, {@code workspace/*:service}, {@code workspace/service} (generation B)
 * or {@code workspace/client} for its default service (generation A); each may end in {@code @app}.
 *
 * @param workspace null or where to look
 * @param clientId null or the provider
 * @param serviceId the service at its provider
 * @param app null or the app that offers it
 */
record ServiceQuery(String workspace, String clientId, String serviceId, String app) {

  /**
   * Reads a query.
   *
   * @throws HubException of kind {@code INVALID} if it has an empty or superfluous part
   */
  static ServiceQuery parse(String text, Generation generation) {
    if (text == null || text.isBlank()) {
      throw new HubException(HubException.Kind.INVALID, "the service id is missing");
    }
    int app = text.indexOf('@');
    String id = app < 0 ? text : text.substring(0, app);
    int slash = id.indexOf('/');
    String workspace = slash < 0 ? null : id.substring(0, slash);
    String rest = id.substring(slash + 1);
    int colon = rest.indexOf(':');
    String client = colon < 0 ? null : rest.substring(0, colon);
    String service = rest.substring(colon + 1);
    if (colon < 0 && slash >= 0 && generation == Generation.A) {
      client = rest;
      service = "default";
    }
    if (service.isEmpty()
        || service.indexOf('/') >= 0
        || service.indexOf(':') >= 0
        || "".equals(client)
        || "".equals(workspace)
        || app == text.length() - 1) {
      throw new HubException(
          HubException.Kind.INVALID,
          "'"
              + text
              + "' is no service id; write service, client:service or workspace/client:service");
    }
    return new ServiceQuery(
        "*".equals(workspace) ? null : workspace,
        "*".equals(client) ? null : client,
        service,
        app < 0 || text.endsWith("@*") ? null : text.substring(app + 1));
  }
}
