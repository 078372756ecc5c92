package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.plan.Versions;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.Repository;
import io.mycel.plugins.internal.repository.RepositoryEntry;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.Optional;

/** Which versions the repositories had when they were last read. Nobody is asked for anything. */
final class Availability {
  private final Repositories repositories;

  Availability(Repositories repositories) {
    this.repositories = repositories;
  }

  /** The version that an update would bring; empty if none is known. */
  String of(InstalledPlugin plugin) {
    for (Repository repository : repositories.known()) {
      if (!repository.address().namespace().equalsIgnoreCase(plugin.owner())) {
        continue;
      }
      Optional<RepositoryEntry> entry = repository.plugin(plugin.name());
      if (entry.isPresent() && isUpdate(entry.get(), plugin)) {
        return entry.get().version().isEmpty() ? plugin.version() : entry.get().version();
      }
    }
    return "";
  }

  /** As an update will see it: another content counts as well, unless it is an older version. */
  private static boolean isUpdate(RepositoryEntry entry, InstalledPlugin plugin) {
    int newer = entry.version().isEmpty() ? 0 : Versions.compare(entry.version(), plugin.version());
    boolean other = entry.sha256() != null && !entry.sha256().equalsIgnoreCase(plugin.sha256());
    return newer > 0 && (other || entry.sha256() == null) || newer == 0 && other;
  }
}
