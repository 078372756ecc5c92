package io.mycel.plugins.internal.source;

import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.Repository;
import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.repository.RepositoryEntry;
import io.mycel.plugins.internal.repository.RepositoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds plugins by their names. */
final class EntryFinder {
  private static final int SUGGESTIONS = 3;

  private final Repositories repositories;

  /** A plugin with the repository that lists it. */
  record Found(Repository repository, RepositoryEntry entry) {

    /** What to write to mean this one, whatever other repositories there are. */
    String source(String tag) {
      String plugin =
          repository.address() instanceof RepositoryAddress.GitHub
              ? repository.address().id() + ':' + entry.name()
              : entry.uri().toString();
      return tag == null ? plugin : plugin + '@' + tag;
    }
  }

  EntryFinder(Repositories repositories) {
    this.repositories = repositories;
  }

  /** The plugin of a name in one repository. */
  Found in(RepositoryAddress address, String name)
      throws PluginSourceException, InterruptedException {
    try {
      Repository repository = repositories.get(address);
      Optional<RepositoryEntry> entry = repository.plugin(name);
      if (entry.isPresent()) {
        return new Found(repository, entry.get());
      }
      throw new PluginSourceException(
          "the repository " + address.id() + " has no plugin '" + name + "'" + similar(name));
    } catch (RepositoryException e) {
      throw new PluginSourceException(e.getMessage(), e);
    }
  }

  /** The plugin of a name, first in the scope's repository, then in those that are configured. */
  Found named(String name, Scope scope) throws PluginSourceException, InterruptedException {
    List<String> problems = new ArrayList<>();
    if (scope.repository() != null) {
      Optional<Found> own = look(scope.repository(), name, problems);
      if (own.isPresent()) {
        return own.get();
      }
    }
    List<Found> found = new ArrayList<>();
    for (RepositoryAddress address : repositories.configured()) {
      look(address, name, problems).ifPresent(found::add);
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      String why = problems.isEmpty() ? "" : "; " + String.join("; ", problems);
      throw new PluginSourceException(
          "no known repository has a plugin '" + name + "'" + similar(name) + why);
    }
    List<String> choices = found.stream().map(each -> "'" + each.source(null) + "'").toList();
    throw new PluginSourceException(
        "several repositories have a plugin '%s'; say which one you mean: %s"
            .formatted(name, String.join(" or ", choices)));
  }

  private Optional<Found> look(RepositoryAddress address, String name, List<String> problems)
      throws InterruptedException {
    try {
      Repository repository = repositories.get(address);
      return repository.plugin(name).map(entry -> new Found(repository, entry));
    } catch (RepositoryException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private String similar(String name) {
    List<String> names =
        repositories.search(name).stream()
            .limit(SUGGESTIONS)
            .map(entry -> "'" + entry.name() + "'")
            .toList();
    return names.isEmpty() ? "" : "; there is " + String.join(", ", names);
  }
}
