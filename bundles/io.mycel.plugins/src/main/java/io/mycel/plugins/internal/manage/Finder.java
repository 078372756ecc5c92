package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.Repository;
import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.repository.RepositoryEntry;
import io.mycel.plugins.internal.repository.RepositoryException;
import io.mycel.plugins.internal.trust.PublisherKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the repositories have, as users see it. */
final class Finder {
  private final Repositories repositories;
  private final RepositoryBook book;
  private final PublisherKeys keys;

  Finder(Repositories repositories, RepositoryBook book, PublisherKeys keys) {
    this.repositories = repositories;
    this.book = book;
    this.keys = keys;
  }

  /** The plugins that words find, the best first. Repositories that were never read are asked. */
  List<Map<String, Object>> search(String query) throws InterruptedException {
    for (RepositoryAddress address : repositories.configured()) {
      if (known(address).isEmpty()) {
        try {
          repositories.get(address);
        } catch (RepositoryException e) {
          continue; // the list of repositories says what is wrong with it
        }
      }
    }
    return repositories.search(query == null ? "" : query).stream().map(Finder::map).toList();
  }

  private static Map<String, Object> map(RepositoryEntry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", entry.name());
    map.put("version", entry.version());
    map.put("type", entry.type());
    map.put("tags", entry.tags());
    map.put("repository", entry.repository());
    map.put("description", entry.description());
    map.put("uri", entry.uri().toString());
    return map;
  }

  private Optional<Repository> known(RepositoryAddress address) {
    return repositories.known().stream()
        .filter(each -> each.address().id().equals(address.id()))
        .findFirst();
  }

  /** The repositories, and how they were when they were last asked. */
  List<Map<String, Object>> list() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (RepositoryAddress address : repositories.configured()) {
      Optional<Repository> known = known(address);
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("source", address.id());
      map.put("plugins", known.map(each -> each.plugins().size()).orElse(0));
      map.put("refreshed", known.map(each -> each.fetched().toString()).orElse(""));
      map.put("trust", known.map(Finder::trust).orElse(""));
      map.put(
          "problem",
          known
              .map(Repository::problem)
              .or(() -> repositories.problem(address))
              .orElse(known.isEmpty() ? "not read yet" : ""));
      list.add(map);
    }
    return list;
  }

  private static String trust(Repository repository) {
    return repository.key() == null ? "not signed" : "signed with the key " + repository.key();
  }

  /** Adds a repository, which is asked. */
  List<Map<String, Object>> add(String source) throws IOException, InterruptedException {
    RepositoryAddress address = RepositoryAddress.parse(source);
    try {
      repositories.get(address);
    } catch (RepositoryException e) {
      throw new InstallException(e.getMessage(), e);
    }
    book.add(address);
    return list();
  }

  /** Forgets a repository. */
  boolean remove(String source) throws IOException {
    return book.remove(RepositoryAddress.parse(source));
  }

  /** Forgets by which key a repository was signed, and asks it: what it has now is believed. */
  List<Map<String, Object>> forgetKey(String source) throws IOException, InterruptedException {
    RepositoryAddress address = RepositoryAddress.parse(source);
    if (!keys.forget(Repositories.publisher(address))) {
      throw InstallException.absent(
          "no key of " + address.id() + " is known; see the list of repositories");
    }
    repositories.refresh();
    return list();
  }

  /** Asks all of them, and lists them. */
  List<Map<String, Object>> refresh() throws InterruptedException {
    repositories.refresh();
    return list();
  }
}
