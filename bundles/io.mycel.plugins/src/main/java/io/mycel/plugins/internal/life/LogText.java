package io.mycel.plugins.internal.life;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes lines of what a plugin writes: without control characters, the escape sequences of
 * terminals and marks that change the direction of writing, none longer than allowed.
 */
final class LogText {
  private static final char ESCAPE = '\u001b';
  private static final char BELL = '\u0007';
  private static final String CUT = " … (cut)";

  private LogText() {}

  /**
   * The lines of a text.
   *
   * @param maxChars of a line; what is longer is cut
   * @param maxLines the last ones count
   */
  static List<String> lines(String text, int maxChars, int maxLines) {
    List<String> lines = new ArrayList<>();
    int start = firstOf(text, maxLines);
    while (start < text.length() || lines.isEmpty()) {
      int end = lineEnd(text, start);
      lines.add(line(text, start, end, maxChars));
      start = end + (text.startsWith("\r\n", end) ? 2 : 1);
    }
    return lines;
  }

  /** Where the last lines begin. */
  private static int firstOf(String text, int maxLines) {
    int at = text.length();
    // the line break at the very end begins no line
    at = at > 0 && text.charAt(at - 1) == '\n' ? at - 1 : at;
    for (int lines = 0; lines < maxLines && at >= 0; lines++) {
      at = text.lastIndexOf('\n', at - 1);
    }
    return at + 1;
  }

  private static int lineEnd(String text, int start) {
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029' || c == '\u0085') {
        return at;
      }
    }
    return text.length();
  }

  private static String line(String text, int start, int end, int maxChars) {
    StringBuilder line = new StringBuilder(Math.min(end - start, maxChars));
    int at = start;
    while (at < end && line.length() < maxChars) {
      char c = text.charAt(at);
      if (c == ESCAPE) {
        at = afterSequence(text, at + 1, end);
      } else {
        if (c == '\t' || !isHidden(c)) {
          line.append(c);
        }
        at++;
      }
    }
    if (at < end) {
      if (Character.isHighSurrogate(line.charAt(line.length() - 1))) {
        line.setLength(line.length() - 1);
      }
      line.append(CUT);
    }
    return line.toString();
  }

  private static boolean isHidden(char c) {
    return Character.isISOControl(c)
        || c >= '\u202a' && c <= '\u202e'
        || c >= '\u2066' && c <= '\u2069'
        || c == '\u200e'
        || c == '\u200f';
  }

  /** Behind an escape sequence (ECMA-48), whose second character stands at a position. */
  private static int afterSequence(String text, int start, int end) {
    if (start >= end) {
      return end;
    }
    char kind = text.charAt(start);
    int at = start + 1;
    if (kind == '[') {
      while (at < end && (text.charAt(at) < 0x40 || text.charAt(at) > 0x7e)) {
        at++;
      }
      return Math.min(at + 1, end);
    }
    if (kind == ']' || kind == 'P' || kind == '^' || kind == '_' || kind == 'X') {
      while (at < end && text.charAt(at) != BELL && text.charAt(at) != ESCAPE) {
        at++;
      }
      boolean terminated = at < end && text.charAt(at) == ESCAPE;
      return Math.min(at + (terminated ? 2 : 1), end);
    }
    return at;
  }
}
