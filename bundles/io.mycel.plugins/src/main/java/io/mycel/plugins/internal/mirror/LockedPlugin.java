package io.mycel.plugins.internal.mirror;

import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;

/**
 * A plugin as a lock file names it: exactly this content, wherever it is installed.
 *
 * @param repository whose manifest or index lists it; null if none does, or a folder's
 * @param file where its content is, relative to the lock file; null if only at its URL
 */
public record LockedPlugin(
    String owner,
    String name,
    String tag,
    String workspace,
    String source,
    String url,
    String commit,
    ContentKind kind,
    String version,
    String sha256,
    String key,
    boolean dependency,
    boolean pinned,
    String repository,
    String file) {

  /** An installed plugin as a lock file names it. */
  static LockedPlugin of(InstalledPlugin plugin, String file) {
    return new LockedPlugin(
        plugin.owner(),
        plugin.name(),
        plugin.tag(),
        plugin.workspace(),
        plugin.source(),
        plugin.url(),
        plugin.commit(),
        plugin.kind(),
        plugin.version(),
        plugin.sha256(),
        plugin.key(),
        plugin.dependency(),
        plugin.pinned(),
        elsewhere(plugin.repository()),
        file);
  }

  /** The plugin as the profile will hold it. */
  public InstalledPlugin installed() {
    return new InstalledPlugin(
            owner,
            name,
            tag,
            workspace,
            source,
            url,
            commit,
            kind,
            version,
            sha256,
            key,
            dependency,
            pinned)
        .listedBy(elsewhere(repository));
  }

  /** A folder of one machine is nothing on another. */
  private static String elsewhere(String repository) {
    try {
      boolean folder =
          repository == null
              || RepositoryAddress.parse(repository) instanceof RepositoryAddress.Folder;
      return folder ? null : repository;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
