package io.mycel.plugins.internal.trust;

import io.mycel.plugins.internal.store.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys of publishers, remembered when they are first seen: whoever takes over a repository
 * later has another key, or none, and is refused.
 */
public final class PublisherKeys {
  private final JsonFile<Known> file;
  private final InstantSource clock;

  /**
   * What the file holds.
   *
   * @param publishers by the ids of their repositories
   */
  record Known(int format, Map<String, Publisher> publishers) {}

  record Publisher(String key, Instant since) {}

  /** Keys in a file, which is made when the first one is remembered. */
  public PublisherKeys(Path file, InstantSource clock) {
    this.file = new JsonFile<>(file, Known.class);
    this.clock = clock;
  }

  /**
   * Checks a repository's key, and remembers it if it is the first one.
   *
   * @param key null if the repository is not signed
   * @throws SignatureException if it was signed with another one before
   */
  public synchronized void check(String repository, PublisherKey key)
      throws SignatureException, IOException {
    Optional<String> known = key(repository);
    if (known.isEmpty()) {
      if (key != null) {
        remember(repository, key);
      }
      return;
    }
    if (key == null) {
      throw new SignatureException(
          "it was signed and is not any more; if its publisher says that this is meant, forget the"
              + " publisher's key (plugin repository forget-key)");
    }
    if (!known.get().equals(key.text())) {
      throw new SignatureException(
          "its publisher's key has changed from "
              + PublisherKey.parse(known.get()).fingerprint()
              + " to "
              + key.fingerprint()
              + "; if its publisher says that this is meant, forget the old key (plugin repository"
              + " forget-key)");
    }
  }

  /** The key that is known of a repository. */
  public synchronized Optional<String> key(String repository) throws IOException {
    return Optional.ofNullable(publishers().get(repository)).map(Publisher::key);
  }

  /** Forgets a repository's key, so that the next one is taken; false if none was known. */
  public synchronized boolean forget(String repository) throws IOException {
    Map<String, Publisher> publishers = publishers();
    boolean known = publishers.remove(repository) != null;
    if (known) {
      file.write(new Known(1, publishers));
    }
    return known;
  }

  private void remember(String repository, PublisherKey key) throws IOException {
    Map<String, Publisher> publishers = publishers();
    publishers.put(repository, new Publisher(key.text(), clock.instant()));
    file.write(new Known(1, publishers));
  }

  private Map<String, Publisher> publishers() throws IOException {
    Map<String, Publisher> publishers = new TreeMap<>();
    file.read().map(Known::publishers).ifPresent(publishers::putAll);
    return publishers;
  }
}
