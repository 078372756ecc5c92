package io.mycel.plugins.internal.life;

/**
 * How much of what a plugin writes is kept.
 *
 * @param lines that are kept
 * @param chars of all of them
 * @param lineChars of one
 * @param linesPerSecond that also go to the log of the server
 */
public record LogLimits(int lines, int chars, int lineChars, int linesPerSecond) {

  /** Enough to see what happened. */
  public static final LogLimits STANDARD = new LogLimits(1000, 256 * 1024, 4096, 100);
}
