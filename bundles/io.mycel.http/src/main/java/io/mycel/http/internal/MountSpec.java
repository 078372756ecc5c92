package io.mycel.http.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A directory and where it is served.
 *
 * @param path e.g. {@code /images} or {@code /data/images}, without a slash at the end
 * @param directory absolute; need not exist
 */
record MountSpec(String path, Path directory) {
  /** What the platform serves itself, by first segment. */
  private static final Set<String> RESERVED = Set.of("ws", "health", "metrics");

  private static final String FORM = "a static mount is '/path:directory'";

  /**
   * Reads {@code /path:directory}. The first colon separates the two: there is none in a path, so
   * those in a directory ({@code /data:C:\images}) are its own. A relative directory is taken from
   * the working directory.
   *
   * @throws IllegalArgumentException that says what is wrong and how to mend it
   */
  static MountSpec parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon == text.length() - 1) {
      throw new IllegalArgumentException(FORM + ", got '" + text + "'");
    }
    String path = text.substring(0, colon);
    while (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    checkPath(text, path);
    try {
      return new MountSpec(path, Path.of(text.substring(colon + 1)).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "static mount '" + text + "': not a directory name: " + e.getMessage(), e);
    }
  }

  private static void checkPath(String text, String path) {
    String[] segments = path.split("/", -1);
    if (segments.length < 2 || !segments[0].isEmpty() || path.equals("/")) {
      throw new IllegalArgumentException(
          FORM + " with a path that begins with a slash and names something, got '" + text + "'");
    }
    for (int i = 1; i < segments.length; i++) {
      boolean plain = segments[i].chars().allMatch(MountSpec::isPlain);
      if (segments[i].isEmpty() || segments[i].startsWith(".") || !plain) {
        throw new IllegalArgumentException(
            "static mount '"
                + text
                + "': each name in the path is made of letters, digits, '-', '_', '~' and '.',"
                + " and does not begin with a dot");
      }
    }
    if (RESERVED.contains(segments[1])) {
      throw new IllegalArgumentException(
          "static mount '" + text + "': /" + segments[1] + " belongs to the server; take another");
    }
  }

  private static boolean isPlain(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "-_~.".indexOf(c) >= 0;
  }
}
