package io.mycel.plugins.internal.file;

/**
 * A plugin file that cannot be used. The message names the file, the block, the line and what to
 * do: {@code Some.imjoy.html: line 12: config: 'tags' must be a list of texts, not a number}.
 */
public final class PluginFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  PluginFormatException(String file, int line, String message) {
    super(file + ": line " + line + ": " + message);
    this.line = line;
  }

  /** Where it is wrong, counted from 1. */
  public int line() {
    return line;
  }
}
