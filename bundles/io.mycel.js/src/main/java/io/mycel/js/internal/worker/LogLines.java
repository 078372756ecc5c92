package io.mycel.js.internal.worker;

import io.mycel.js.internal.limits.Limits;
import java.util.concurrent.TimeUnit;

/** What of a plugin's output gets into a log. For the plugin's thread. */
final class LogLines {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Limits limits;
  private long since = System.nanoTime();
  private long written;

  LogLines(Limits limits) {
    this.limits = limits;
  }

  /** Counts; false if it is too much for this minute. */
  boolean allows(int length) {
    long now = System.nanoTime();
    if (now - since > MINUTE) {
      since = now;
      written = 0;
    }
    written += length;
    return written <= limits.outputBytesPerMinute();
  }

  /** The text without what a terminal would obey, and cut where it is too long. */
  String clean(String text) {
    String cut =
        text.length() <= limits.lineBytes()
            ? text
            : text.substring(0, limits.lineBytes())
                + "… ("
                + (text.length() - limits.lineBytes())
                + " more)";
    StringBuilder clean = new StringBuilder(cut.length());
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      boolean control = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      clean.append(control && c != '\n' && c != '\t' ? '\uFFFD' : c);
    }
    return clean.toString();
  }
}
