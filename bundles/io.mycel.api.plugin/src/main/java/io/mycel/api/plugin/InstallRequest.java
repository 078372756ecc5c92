package io.mycel.api.plugin;

import java.util.List;

/**
 * A plugin that somebody wants.
 *
 * @param source a URL, {@code owner/repo:Name@tag}, {@code Name@tag}, a path of this machine, or
 *     the text of a plugin file
 * @param tag null for the one of the source, or else the plugin's first
 * @param workspace where it is to live
 * @param permissions beyond those that its config asks for
 * @param isolation null for what trust in its origin suggests
 * @param start false to leave it installed, until it is started
 * @param keep false for a plugin of this run of the server only
 * @param instance null for a plugin under its own name. Otherwise one more instance, beside others
 *     of the same plugin, under this name: its {@link PluginId}'s name and its client at the hub
 *     are this, and its service there is {@code default}. Such a one is not kept
 */
public record InstallRequest(
    String source,
    String tag,
    String workspace,
    List<String> permissions,
    Isolation isolation,
    boolean start,
    boolean keep,
    String instance) {

  /** A request; the list is copied. */
  public InstallRequest {
    permissions = List.copyOf(permissions);
  }

  /** A plugin for a workspace, kept and started. */
  public static InstallRequest of(String source, String workspace) {
    return new InstallRequest(source, null, workspace, List.of(), null, true, true, null);
  }
}
