package io.mycel.plugins.internal.file;

import java.util.regex.Pattern;

/** Texts from elsewhere, as they may be shown in a terminal, a log or a page. */
public final class CleanText {
  /** Sequences that a terminal obeys (ECMA-48): colours, titles, links. */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]"
              + "|(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?"
              + "|\\x1b[ -/]*[0-~]");

  /** What has no picture of its own, changes the direction of writing, or ends a line. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]+");

  private CleanText() {}

  /** A text in one line, without anything that is not seen. */
  public static String line(String text) {
    String plain = ESCAPES.matcher(text).replaceAll("");
    return UNSEEN.matcher(plain).replaceAll(" ").strip();
  }
}
