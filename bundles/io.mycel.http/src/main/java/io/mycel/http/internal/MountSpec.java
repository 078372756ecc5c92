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
   * Reads {@code /path:directory}. The last colon separates the two, unless it belongs to a Windows
   * drive ({@code /data:C:\images}): then the one before it does. A relative directory is taken
   * from the working directory.
   *
   * @throws IllegalArgumentException that says what is wrong and how to mend it
   */
  static MountSpec parse(String text) {
    int colon = separator(text);
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

  private static int separator(String text) {
    int last = text.lastIndexOf(':');
    boolean drive =
        last >= 2
            && text.charAt(last - 2) == ':'
            && Character.isLetter(text.charAt(last - 1))
            && last + 1 < text.length()
            && (text.charAt(last + 1) == '\\' || text.charAt(last + 1) == '/');
    return drive ? last - 2 : last;
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
