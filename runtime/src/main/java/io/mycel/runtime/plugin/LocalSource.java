package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Sources that are files of this machine: the server has another working directory. */
final class LocalSource {
  private static final int MAX_BYTES = 20 * 1024 * 1024;

  private LocalSource() {}

  /**
   * A source as the server understands it: the absolute path of a file that is there, for a server
   * of another machine the text of a plugin file, and otherwise what was typed.
   */
  static String of(String typed, boolean local) throws UsageException {
    int tag = Math.max(typed.lastIndexOf('@'), typed.lastIndexOf('#'));
    Optional<Path> file = existing(typed);
    String end = "";
    if (file.isEmpty() && tag > 0) {
      file = existing(typed.substring(0, tag));
      end = typed.substring(tag);
    }
    if (file.isEmpty()) {
      return typed;
    }
    return local ? file.get() + end : text(file.get(), end);
  }

  /** A folder or file of this machine as an absolute path, what was typed if there is none. */
  static String folder(String typed) {
    return existing(typed).map(Path::toString).orElse(typed);
  }

  private static Optional<Path> existing(String typed) {
    // a bare name or owner/repository is one of a repository, whatever lies in this folder
    boolean path = typed.startsWith(".") || typed.startsWith("/") || typed.startsWith("~/");
    boolean plugin = typed.endsWith(".imjoy.html") || typed.endsWith(".jar");
    if (!path && !plugin && !typed.contains("\\")) {
      return Optional.empty();
    }
    try {
      String home = System.getProperty("user.home");
      Path file = Path.of(typed.startsWith("~/") ? home + typed.substring(1) : typed);
      return Files.exists(file) ? Optional.of(file.toAbsolutePath().normalize()) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file, String tag) throws UsageException {
    if (!tag.isEmpty() || !file.toString().endsWith(".imjoy.html")) {
      throw new UsageException(
          "the server is on another machine and cannot read "
              + file
              + "; it can be sent the text of a *.imjoy.html file, with --tag beside it");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageException(file + " has more than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
