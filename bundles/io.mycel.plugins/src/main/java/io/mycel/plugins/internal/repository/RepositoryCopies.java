package io.mycel.plugins.internal.repository;

import io.mycel.plugins.internal.repository.RepositoryCopy.Part;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.JsonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The copies of repositories on the disk: one small file for each, and their files by hash. */
final class RepositoryCopies {
  private final Path folder;
  private final ContentStore contents;

  /** A copy and the file that says so. */
  private record Kept(Path file, RepositoryCopy copy) {
    Instant fetched() {
      return copy.fetched() == null ? Instant.EPOCH : copy.fetched();
    }
  }

  RepositoryCopies(Path folder) {
    this.folder = folder;
    this.contents = new ContentStore(folder.resolve("files"));
  }

  /** Their files. */
  ContentStore contents() {
    return contents;
  }

  Optional<RepositoryCopy> read(RepositoryAddress address) throws IOException {
    return file(address).read();
  }

  void write(RepositoryAddress address, RepositoryCopy copy) throws IOException {
    file(address).write(copy);
  }

  private JsonFile<RepositoryCopy> file(RepositoryAddress address) {
    return new JsonFile<>(path(address), RepositoryCopy.class);
  }

  private Path path(RepositoryAddress address) {
    String hash = ContentStore.sha256(key(address).getBytes(StandardCharsets.UTF_8));
    return folder.resolve(hash.substring(0, 32) + ".json");
  }

  /** By which a repository is known. GitHub does not tell great from small letters in names. */
  static String key(RepositoryAddress address) {
    if (address instanceof RepositoryAddress.GitHub at) {
      String name = at.namespace().toLowerCase(Locale.ROOT);
      return at.ref() == null ? name : name + '@' + at.ref();
    }
    return address.id();
  }

  /**
   * Forgets the oldest copies, and the files that none needs. Nothing must be written meanwhile.
   *
   * @param always those that are not forgotten
   * @param others how many others are kept
   */
  void forget(List<RepositoryAddress> always, int others) throws IOException {
    Set<Path> stay = new HashSet<>();
    always.forEach(address -> stay.add(path(address)));
    List<Kept> kept = kept();
    kept.sort(Comparator.comparing(Kept::fetched).reversed());
    Set<String> hashes = new HashSet<>();
    int more = 0;
    for (Kept each : kept) {
      boolean configured = stay.contains(each.file());
      more += configured ? 0 : 1;
      if (configured || more <= others) {
        Stream.of(each.copy().manifest(), each.copy().signature(), each.copy().index())
            .filter(part -> part != null)
            .map(Part::sha256)
            .forEach(hashes::add);
      } else {
        Files.deleteIfExists(each.file());
      }
    }
    contents.keepOnly(hashes);
  }

  private List<Kept> kept() throws IOException {
    List<Kept> kept = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return kept;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        new JsonFile<>(file, RepositoryCopy.class)
            .read()
            .ifPresent(copy -> kept.add(new Kept(file, copy)));
      }
    }
    return kept;
  }
}
