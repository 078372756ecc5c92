package io.mycel.plugins.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profile on the disk, with its history: one file a revision, the newest counts. A revision is
 * there whole or not at all, and nothing else says what is installed, so a crash at any moment
 * leaves the set from before or the set from after.
 */
public final class ProfileStore {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileStore.class);
  private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.json");

  private final Path folder;
  private final Disk disk;
  private final InstantSource clock;
  private final int keep;
  private final ProfileWriter writer = new ProfileWriter();

  /**
   * A store in a folder, which is made when it is needed.
   *
   * @param keep how many revisions are kept; older ones are forgotten
   */
  public ProfileStore(Path folder, InstantSource clock, int keep) {
    this(folder, new Disk(), clock, keep);
  }

  /** The same, on a disk that may fail. */
  public ProfileStore(Path folder, Disk disk, InstantSource clock, int keep) {
    this.folder = folder;
    this.disk = disk;
    this.clock = clock;
    this.keep = keep;
  }

  /** What is installed. A revision that cannot be read is passed over for the one before. */
  public synchronized Profile current() throws IOException {
    for (Path file : files().descendingMap().values()) {
      Optional<Profile> profile = read(file);
      if (profile.isPresent()) {
        return profile.get();
      }
    }
    return Profile.EMPTY;
  }

  /** All revisions that are kept, the oldest first. */
  public synchronized List<Profile> history() throws IOException {
    List<Profile> history = new ArrayList<>();
    for (Path file : files().values()) {
      read(file).ifPresent(history::add);
    }
    return history;
  }

  /** Makes a set of plugins the installed one. */
  public synchronized Profile commit(String change, List<InstalledPlugin> plugins)
      throws IOException {
    NavigableMap<Long, Path> files = files();
    long revision = files.isEmpty() ? 1 : files.lastKey() + 1;
    Profile profile = new Profile(Profile.FORMAT, revision, clock.instant(), change, plugins);
    disk.write(folder.resolve(revision + ".json"), writer.bytes(profile));
    forget(files);
    return profile;
  }

  private void forget(NavigableMap<Long, Path> before) throws IOException {
    while (before.size() >= keep) {
      Files.deleteIfExists(before.pollFirstEntry().getValue());
    }
  }

  /** The hashes of all files that some revision needs. */
  public synchronized Set<String> hashes() throws IOException {
    Set<String> hashes = new HashSet<>();
    for (Path file : files().values()) {
      read(file, Contents.class, Contents::format)
          .ifPresent(revision -> revision.plugins().forEach(each -> hashes.add(each.sha256())));
    }
    return hashes;
  }

  /** All that is needed of a revision to know which files it needs. */
  private record Contents(int format, List<Content> plugins) {
    Contents {
      plugins = List.copyOf(plugins);
    }

    private record Content(String sha256) {}
  }

  private NavigableMap<Long, Path> files() throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          files.put(Long.parseLong(name.group(1)), file);
        }
      }
    }
    return files;
  }

  private static Optional<Profile> read(Path file) throws IOException {
    return read(file, Profile.class, Profile::format);
  }

  private static <T> Optional<T> read(Path file, Class<T> type, ToIntFunction<T> format)
      throws IOException {
    try {
      T profile = JsonFile.value(Files.readAllBytes(file), type);
      if (profile != null && format.applyAsInt(profile) == Profile.FORMAT) {
        return Optional.of(profile);
      }
      LOG.error("{}: this profile is of another release of Mycel; the one before is used", file);
    } catch (JsonProcessingException e) {
      LOG.error(
          "{}: this profile is damaged, the one before is used: {}", file, e.getOriginalMessage());
    }
    return Optional.empty();
  }
}
