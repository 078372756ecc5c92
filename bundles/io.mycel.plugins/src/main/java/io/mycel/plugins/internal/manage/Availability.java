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
      if (entry.isPresent()
          && !entry.get().version().isEmpty()
          && Versions.compare(entry.get().version(), plugin.version()) > 0) {
        return entry.get().version();
      }
    }
    return "";
  }
}
