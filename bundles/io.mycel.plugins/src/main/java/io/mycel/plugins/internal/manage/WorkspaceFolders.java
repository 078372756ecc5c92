package io.mycel.plugins.internal.manage;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where workspaces have the files that people put there for plugins: a folder for each in one.
 *
 * @param root where the folders are; empty if this server has none
 */
record WorkspaceFolders(Optional<Path> root) {

  static WorkspaceFolders of(PluginsConfig config) {
    if (!config.workspacesDir().isEmpty()) {
      return new WorkspaceFolders(Optional.of(Path.of(config.workspacesDir())));
    }
    return new WorkspaceFolders(
        config.dataDir().isEmpty()
            ? Optional.empty()
            : Optional.of(Path.of(config.dataDir(), "workspaces")));
  }

  /** The folder of a workspace, whose name may be one that no file may have, such as two dots. */
  Optional<Path> of(String workspace) {
    String name =
        URLEncoder.encode(workspace, StandardCharsets.UTF_8).replaceAll("^\\.|\\.$", "%2E");
    return root.map(folder -> folder.resolve(name));
  }
}
