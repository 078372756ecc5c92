package io.mycel.api.plugin.tools;

import java.nio.file.Path;

/**
 * Something that is not as it should be.
 *
 * @param file which file or folder
 * @param severity how bad it is
 * @param message for people: what, which line where there is one, and the remedy
 */
public record Finding(Path file, Severity severity, String message) {

  /** How bad something is. */
  public enum Severity {
    /** The plugin cannot be used, or a repository with it cannot. */
    ERROR,
    /** Somebody will stumble over it. */
    WARNING
  }
}
