package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The repositories that installed plugins come from. */
final class Origins {
  private static final Logger LOG = LoggerFactory.getLogger(Origins.class);

  private Origins() {}

  /**
   * Those whose manifests list the plugins, and those at GitHub whose files were installed by their
   * URLs. Of a repository at GitHub the default branch is meant, whichever commit a plugin is of:
   * what is said against a commit is said later.
   */
  static Set<RepositoryAddress> of(List<InstalledPlugin> plugins) {
    Set<RepositoryAddress> origins = new LinkedHashSet<>();
    for (InstalledPlugin plugin : plugins) {
      String text = plugin.repository() == null ? plugin.owner() : plugin.repository();
      if (plugin.repository() != null || RepositoryAddress.GITHUB.matcher(text).matches()) {
        try {
          origins.add(latest(RepositoryAddress.parse(text)));
        } catch (IllegalArgumentException e) {
          LOG.warn("plugin {}: {}", plugin.id(), e.getMessage());
        }
      }
    }
    return origins;
  }

  private static RepositoryAddress latest(RepositoryAddress address) {
    return address instanceof RepositoryAddress.GitHub at
        ? new RepositoryAddress.GitHub(at.owner(), at.repository(), null)
        : address;
  }
}
