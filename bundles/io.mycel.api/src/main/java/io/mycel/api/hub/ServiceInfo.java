package io.mycel.api.hub;

import java.util.Map;

/**
 * What the registry knows of a service, without asking its provider.
 *
 * @param workspace where it lives
 * @param clientId its provider
 * @param serviceId its id at the provider
 * @param name for people
 * @param type e.g. {@code generic}, {@code built-in}
 * @param description null if none
 * @param config {@code visibility}, {@code require_context} and others, as registered
 * @param more other fields as registered: {@code docs}, {@code app_id}, {@code service_schema} …
 */
public record ServiceInfo(
    String workspace,
    String clientId,
    String serviceId,
    String name,
    String type,
    String description,
    Map<String, Object> config,
    Map<String, Object> more) {

  /** {@code workspace/client:service}. */
  public String id() {
    return workspace + "/" + clientId + ":" + serviceId;
  }

  /** True if clients of every workspace may see and call it. */
  public boolean isPublic() {
    return "public".equals(config.get("visibility"));
  }
}
