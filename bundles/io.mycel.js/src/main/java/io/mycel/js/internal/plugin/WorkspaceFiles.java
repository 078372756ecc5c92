package io.mycel.js.internal.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folders of a plugin's workspace that its permissions name, which it may read. Paths are those
 * of the plugin: below the workspace's folder, with slashes. Where a path really leads is looked at
 * before anything is opened, so that neither steps up nor links lead elsewhere; nobody who is kept
 * in by this can change the links meanwhile. Methods block.
 */
final class WorkspaceFiles {
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final Optional<Path> folder;
  private final List<List<String>> granted;
  private final long maxBytes;

  /**
   * Files for a plugin.
   *
   * @param folder of its workspace; empty if there is none
   * @param permitted folders in it, as its permissions name them
   * @param maxBytes of one file
   */
  WorkspaceFiles(Optional<Path> folder, List<String> permitted, long maxBytes) {
    this.folder = folder;
    this.granted =
        permitted.stream()
            .map(WorkspaceFiles::steps)
            .flatMap(Optional::stream)
            .map(List::copyOf)
            .toList();
    this.maxBytes = Math.min(maxBytes, MAX_ARRAY);
  }

  /** Whether there is anything that the plugin may read. */
  boolean areGranted() {
    return !granted.isEmpty();
  }

  /** The names on the way to a path; empty if it is none of a file below a folder. */
  private static Optional<List<String>> steps(String path) {
    List<String> steps = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..") || name.chars().anyMatch(c -> c == '\\' || c == ':' || c < ' ')) {
        return Optional.empty();
      }
      if (!name.isEmpty() && !name.equals(".")) {
        steps.add(name);
      }
    }
    return path.startsWith("/") ? Optional.empty() : Optional.of(steps);
  }

  /**
   * The entries of a folder, as file managers of ImJoy tell them; without a path, the folders that
   * may be read.
   *
   * @param foldersOnly true to leave out files
   * @param recursive true to have the entries of its folders, too
   */
  Map<String, Object> list(String path, boolean foldersOnly, boolean recursive) {
    List<String> steps = path == null ? List.of() : demand(path);
    Map<String, Object> tree = entry(path == null || steps.isEmpty() ? "" : last(steps), "dir");
    tree.put("path", String.join("/", steps));
    tree.put("sep", "/");
    if (path == null) {
      tree.put(
          "children",
          granted.stream().map(there -> entry(String.join("/", there), "dir")).toList());
      return tree;
    }
    Path place = place(path, steps);
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException("'" + path + "' is a file: getFile reads it");
    }
    try {
      tree.put("children", children(place, new Walk(foldersOnly, recursive), 1));
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(path);
    }
    return tree;
  }

  /** What is looked for, and how much has been found. */
  private static final class Walk {
    private final boolean foldersOnly;
    private final boolean recursive;
    private int found;

    Walk(boolean foldersOnly, boolean recursive) {
      this.foldersOnly = foldersOnly;
      this.recursive = recursive;
    }

    void count() {
      if (++found > MAX_ENTRIES) {
        throw new IllegalArgumentException(
            "there are more than " + MAX_ENTRIES + " files: list the folders one by one");
      }
    }
  }

  /** Links are left out: what they lead to has a name of its own if it may be read. */
  private static List<Object> children(Path folder, Walk walk, int depth) throws IOException {
    List<Object> children = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path path : (Iterable<Path>) entries.sorted()::iterator) {
        BasicFileAttributes facts = facts(path);
        boolean isFolder = facts != null && facts.isDirectory();
        if (facts == null || !isFolder && (walk.foldersOnly || !facts.isRegularFile())) {
          continue;
        }
        walk.count();
        Map<String, Object> child = entry(path.getFileName().toString(), isFolder ? "dir" : "file");
        if (!isFolder) {
          child.put("size", facts.size());
        } else if (walk.recursive && depth < MAX_DEPTH) {
          child.put("children", children(path, walk, depth + 1));
        }
        child.put("lastModified", facts.lastModifiedTime().toMillis());
        children.add(child);
      }
    }
    return children;
  }

  private static BasicFileAttributes facts(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return null; // it has gone meanwhile
    }
  }

  private static Map<String, Object> entry(String name, String type) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("type", type);
    return entry;
  }

  private static String last(List<String> steps) {
    return steps.get(steps.size() - 1);
  }

  /** A file: {@code name}, {@code lastModified} and its {@code content}. */
  Map<String, Object> read(String path) {
    List<String> steps = demand(path);
    Path place = place(path, steps);
    BasicFileAttributes facts = facts(place);
    if (facts == null || !facts.isRegularFile()) {
      throw new IllegalArgumentException(
          "'" + path + "' is no file: listFiles tells what is there");
    }
    if (facts.size() > maxBytes) {
      throw new IllegalArgumentException(
          "the file '%s' has %d bytes, more than %d (messageBytes of io.mycel.js)"
              .formatted(path, facts.size(), maxBytes));
    }
    Map<String, Object> file = entry(last(steps), "file");
    file.put("lastModified", facts.lastModifiedTime().toMillis());
    file.put("content", content(path, place, (int) facts.size()));
    return file;
  }

  private static ByteBuffer content(String path, Path place, int size) {
    ByteBuffer content = ByteBuffer.allocate(size);
    try (SeekableByteChannel channel =
        Files.newByteChannel(place, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // what is appended meanwhile is left out
      }
    } catch (IOException e) {
      throw unreadable(path);
    }
    return content.flip();
  }

  /** The names on the way to a path that the plugin may read. */
  private List<String> demand(String path) {
    Optional<List<String>> steps = steps(path);
    if (steps.isEmpty() || within(steps.get()).isEmpty()) {
      throw refused(path);
    }
    return steps.get();
  }

  private Optional<List<String>> within(List<String> steps) {
    return granted.stream()
        .filter(
            there -> steps.size() >= there.size() && steps.subList(0, there.size()).equals(there))
        .findFirst();
  }

  private static IllegalArgumentException refused(String path) {
    return new IllegalArgumentException(
        "Permission denied: the plugin may not read '"
            + path
            + "'; its config must ask for the permission \"files:FOLDER\" of a folder below its"
            + " workspace's in which it is");
  }

  private static IllegalArgumentException unreadable(String path) {
    return new IllegalArgumentException("'" + path + "' cannot be read: the server may not");
  }

  /** Where a path really is. */
  private Path place(String path, List<String> steps) {
    Path base =
        folder.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "this server keeps no files for plugins: set workspacesDir of"
                        + " io.mycel.plugins"));
    try {
      Path root = base.toRealPath();
      Path home = real(root, within(steps).orElseThrow());
      Path place = real(root, steps);
      if (!home.startsWith(root) || !place.startsWith(home)) {
        throw refused(path);
      }
      return place;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "there is no '" + path + "' in the folder of the workspace");
    } catch (IOException | InvalidPathException e) {
      throw unreadable(path);
    }
  }

  private static Path real(Path root, List<String> steps) throws IOException {
    return root.resolve(String.join("/", steps)).toRealPath();
  }
}
