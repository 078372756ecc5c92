package io.mycel.http.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the file that a URL names under a directory, and nothing outside it.
 *
 * <p>The path is cut at its slashes before it is decoded, each name is decoded once and must be a
 * plain file name, and what the file system finds must still lie in the directory after all
 * symbolic links have been followed. Names that begin with a dot are hidden.
 */
final class StaticPath {
  private StaticPath() {}

  /**
   * The file or directory of a raw, percent-encoded path.
   *
   * @param root a real path (see {@link Path#toRealPath})
   * @return a real path; empty if there is none, or none that may be shown
   */
  static Optional<Path> find(Path root, String raw) {
    return names(raw).flatMap(names -> existing(root, names));
  }

  /** The index file of a directory that {@link #find} has found. */
  static Optional<Path> index(Path root, Path directory) {
    String index = root.relativize(directory).resolve("index.html").toString();
    return existing(root, List.of(index)).filter(Files::isRegularFile);
  }

  private static Optional<List<String>> names(String raw) {
    String path = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    List<String> names = new ArrayList<>();
    if (path.isEmpty()) {
      return Optional.of(names);
    }
    for (String segment : path.split("/", -1)) {
      Optional<String> name = decode(segment).filter(StaticPath::isPlain);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      names.add(name.get());
    }
    return Optional.of(names);
  }

  private static Optional<Path> existing(Path root, List<String> names) {
    try {
      Path path = root;
      for (String name : names) {
        path = path.resolve(name);
      }
      Path real = path.toRealPath();
      boolean inside = real.startsWith(root) && !isHidden(root.relativize(real));
      return inside ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // to the client, what cannot be opened is not there
    }
  }

  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** A name that means the same to every file system: no separator, stream, device or blank end. */
  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && !name.startsWith(".")
        && !name.endsWith(".")
        && !name.endsWith(" ")
        && name.chars().allMatch(c -> c >= ' ' && c != 0x7f && "/\\:;*?\"<>|".indexOf(c) < 0);
  }

  private static Optional<String> decode(String segment) {
    ByteBuffer bytes = ByteBuffer.allocate(segment.length() * 4);
    int i = 0;
    while (i < segment.length()) {
      char c = segment.charAt(i);
      if (c != '%') {
        int end = Character.isHighSurrogate(c) && i + 1 < segment.length() ? i + 2 : i + 1;
        bytes.put(segment.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end;
        continue;
      }
      int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
      int low = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.put((byte) (high << 4 | low));
      i += 3;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty(); // overlong forms of "/" and "." among others
    }
  }
}
