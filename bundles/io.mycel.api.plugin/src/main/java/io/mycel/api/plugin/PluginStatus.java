package io.mycel.api.plugin;

import java.util.List;

/**
 * A plugin as it is at a moment.
 *
 * @param id which
 * @param version as its author wrote it
 * @param tag null if it has no tags
 * @param type which runtime it needs
 * @param state what it is doing
 * @param cause why it waits or has failed, for people; empty otherwise
 * @param source where it comes from, as the user wrote it
 * @param owner whose it is: {@code owner/repository}, a host, {@code local}, or a bundle's symbolic
 *     name
 * @param sha256 of its content; empty for a bundle that others have installed
 * @param clientId its client at the hub
 * @param serviceId its service at that client; empty while it is not active
 * @param isolation where it runs
 * @param permissions what it may do, as written
 * @param pinned true if updates leave it as it is
 * @param calls of its functions by other clients, since it was started
 * @param idleMillis since the last of these calls ended, or else since its start, in milliseconds;
 *     0 while one goes on or it does not run
 * @param available the version that an update would bring; empty if none is known
 */
public record PluginStatus(
    PluginId id,
    String version,
    String tag,
    String type,
    PluginState state,
    String cause,
    String source,
    String owner,
    String sha256,
    String clientId,
    String serviceId,
    Isolation isolation,
    List<String> permissions,
    boolean pinned,
    long calls,
    long idleMillis,
    String available) {

  /** A status; the list is copied. */
  public PluginStatus {
    permissions = List.copyOf(permissions);
  }
}
