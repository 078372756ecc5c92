package io.mycel.plugins.internal.library;

import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.JsonFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was fetched once: by the URL that asked for it, and by its hash. So a plugin finds the same
 * library again, whatever happens to the network or to what a range of versions means.
 */
public final class LibraryStore {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryStore.class);

  private final Path folder;
  private final ContentStore contents;
  private final long maxBytes;
  private final InstantSource clock;

  /**
   * What a URL has led to.
   *
   * @param base to which what it names itself is relative
   * @param origin where it really came from, with its version or commit
   * @param integrity of the package that it was in; null if it was in none
   */
  public record Fetched(
      String url, String base, String mediaType, String sha256, String origin, String integrity) {}

  /**
   * What a package's name and range have led to.
   *
   * @param sha256 of its content
   */
  record Pinned(String name, String range, String version, String sha256, String integrity) {}

  /** A store in a folder, which is made when it is needed. */
  public LibraryStore(Path folder, long maxBytes, InstantSource clock) {
    this.folder = folder;
    this.contents = new ContentStore(folder.resolve("files"));
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /** What a URL has led to, if that is still there. */
  public Optional<Fetched> fetched(URI url) throws IOException {
    return file("urls", url.toString(), Fetched.class).read();
  }

  Optional<Pinned> pinned(String name, String range) throws IOException {
    return file("packages", name + "@" + range, Pinned.class).read();
  }

  /** A content; nothing if it had to make room, or was damaged. */
  public Optional<byte[]> content(String sha256) throws IOException {
    Optional<byte[]> content = contents.find(sha256);
    if (content.isPresent()) {
      touch(folder.resolve("files").resolve(sha256));
    }
    return content;
  }

  private void touch(Path file) throws IOException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (NoSuchFileException e) {
      LOG.debug("{} has just made room", file);
    }
  }

  /** Keeps what a URL has led to. */
  public synchronized void keep(Fetched fetched, byte[] content) throws IOException {
    put(content);
    file("urls", fetched.url(), Fetched.class).write(fetched);
  }

  synchronized void keep(Pinned pinned, byte[] content) throws IOException {
    put(content);
    file("packages", pinned.name() + "@" + pinned.range(), Pinned.class).write(pinned);
  }

  private void put(byte[] content) throws IOException {
    makeRoom(content.length);
    touch(folder.resolve("files").resolve(contents.put(content)));
  }

  private <T> JsonFile<T> file(String kind, String key, Class<T> type) {
    String name = ContentStore.sha256(key.getBytes(StandardCharsets.UTF_8)).substring(0, 40);
    return new JsonFile<>(folder.resolve(kind).resolve(name + ".json"), type);
  }

  /** Removes what was not used for the longest time. */
  private void makeRoom(long bytes) throws IOException {
    record Kept(Path file, long size, FileTime used) {}
    List<Kept> kept = new ArrayList<>();
    if (!Files.isDirectory(folder.resolve("files"))) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      for (Path file : files.toList()) {
        kept.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    long total = kept.stream().mapToLong(Kept::size).sum() + bytes;
    kept.sort(Comparator.comparing(Kept::used));
    for (Kept oldest : kept) {
      if (total <= maxBytes) {
        return;
      }
      LOG.info("the library {} makes room for others", oldest.file().getFileName());
      Files.deleteIfExists(oldest.file());
      total -= oldest.size();
    }
  }

  /** All that is kept, for a mirror. */
  public List<Fetched> all() throws IOException {
    List<Fetched> all = new ArrayList<>();
    Path urls = folder.resolve("urls");
    if (!Files.isDirectory(urls)) {
      return all;
    }
    try (Stream<Path> files = Files.list(urls)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        new JsonFile<>(file, Fetched.class).read().ifPresent(all::add);
      }
    }
    return all;
  }
}
