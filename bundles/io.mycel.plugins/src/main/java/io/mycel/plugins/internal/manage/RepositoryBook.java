package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.store.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which repositories are asked: those of the configuration, and those that users have added. */
final class RepositoryBook {
  private static final Logger LOG = LoggerFactory.getLogger(RepositoryBook.class);
  private static final int MAX = 100;

  private final Repositories repositories;
  private final JsonFile<Book> file;
  private final List<RepositoryAddress> standard;
  private Book book = new Book(List.of(), List.of());

  /**
   * What users have changed.
   *
   * @param removed of those of the configuration
   */
  private record Book(List<String> added, List<String> removed) {
    Book {
      added = added == null ? List.of() : List.copyOf(added);
      removed = removed == null ? List.of() : List.copyOf(removed);
    }
  }

  /** The book in a file. */
  RepositoryBook(Repositories repositories, Path path) {
    this.repositories = repositories;
    this.file = new JsonFile<>(path, Book.class);
    this.standard = repositories.configured();
    try {
      file.read().ifPresent(read -> book = read);
    } catch (IOException e) {
      LOG.error("{} cannot be read; repositories that were added are missing: {}", path, e, e);
    }
    repositories.configure(addresses(book));
  }

  private List<RepositoryAddress> addresses(Book now) {
    List<RepositoryAddress> all = new ArrayList<>();
    for (RepositoryAddress address : standard) {
      if (!now.removed().contains(address.id())) {
        all.add(address);
      }
    }
    for (String text : now.added()) {
      all.add(RepositoryAddress.parse(text));
    }
    return all;
  }

  synchronized void add(RepositoryAddress address) throws IOException {
    if (has(repositories.configured(), address)) {
      return;
    }
    List<String> added = new ArrayList<>(book.added());
    List<String> removed = new ArrayList<>(book.removed());
    if (!removed.remove(address.id())) {
      if (added.size() >= MAX) {
        throw new InstallException("there are " + MAX + " repositories; remove one first");
      }
      added.add(address.id());
    }
    write(new Book(added, removed));
  }

  /** Whether it was one. */
  synchronized boolean remove(RepositoryAddress address) throws IOException {
    if (!has(repositories.configured(), address)) {
      throw InstallException.absent(
          address.id() + " is no repository of this server; see the list of repositories");
    }
    List<String> added = new ArrayList<>(book.added());
    List<String> removed = new ArrayList<>(book.removed());
    added.removeIf(text -> text.equals(address.id()));
    if (has(standard, address)) {
      removed.add(address.id());
    }
    write(new Book(added, removed));
    return true;
  }

  private static boolean has(List<RepositoryAddress> all, RepositoryAddress address) {
    return all.stream().anyMatch(each -> each.id().equals(address.id()));
  }

  private void write(Book now) throws IOException {
    file.write(now);
    book = now;
    repositories.configure(addresses(now));
  }
}
