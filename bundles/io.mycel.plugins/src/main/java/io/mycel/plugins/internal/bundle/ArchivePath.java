package io.mycel.plugins.internal.bundle;

import java.util.Locale;

/** The names of entries of archives: they come from anybody, and become paths. */
public final class ArchivePath {
  private ArchivePath() {}

  /** True if an entry's name would lead out of the folder that it is unpacked to. */
  public static boolean isUnsafe(String name) {
    if (name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf(0) >= 0) {
      return true;
    }
    if (name.length() > 1 && name.charAt(1) == ':') {
      return true;
    }
    for (String part : name.split("/")) {
      String decoded = part.toLowerCase(Locale.ROOT).replace("%2e", ".");
      if (decoded.equals("..") || decoded.contains("%2f") || decoded.contains("%5c")) {
        return true;
      }
    }
    return false;
  }
}
