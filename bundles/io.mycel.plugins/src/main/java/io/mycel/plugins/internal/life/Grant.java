package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import java.util.List;

/**
 * How a plugin is to live, as its user has agreed.
 *
 * @param id which
 * @param clientId its client at the hub
 * @param serviceId its service at that client
 * @param source where it comes from, as the user wrote it
 * @param url from which it was read
 * @param isolation where it runs
 * @param permissions what it may do
 * @param enabled false for one that nobody wants to run
 * @param managed true for one of the profile; the others come and go with their bundles
 */
public record Grant(
    PluginId id,
    String clientId,
    String serviceId,
    String source,
    String url,
    Isolation isolation,
    List<String> permissions,
    boolean enabled,
    boolean managed) {

  /** A grant; the list is copied. */
  public Grant {
    permissions = List.copyOf(permissions);
  }

  /** Whether clients of other workspaces may call it, if it does not say. */
  String standardVisibility() {
    // one more instance is for those who have started it; a plugin is there to be called
    return isInstance() ? "protected" : "public";
  }

  /** Whether it is one more instance, which nobody starts again. */
  boolean isInstance() {
    return !clientId.equals(serviceId);
  }

  Grant enabled(boolean wanted) {
    return new Grant(id, clientId, serviceId, source, url, isolation, permissions, wanted, managed);
  }

  Grant unmanaged() {
    return new Grant(id, clientId, serviceId, source, url, isolation, permissions, enabled, false);
  }
}
