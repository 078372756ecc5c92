package io.mycel.api.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a plugin writes, bounded: old lines make room, long ones are cut, control characters (such
 * as the escapes of terminals) do not pass. Nothing here blocks or throws.
 */
@ProviderType
public interface PluginLog {

  /** How grave a line is. */
  enum Level {
    /** For its author. */
    DEBUG,
    /** For its user. */
    INFO,
    /** Something is not as it should be. */
    WARN,
    /** Something has failed. */
    ERROR
  }

  /**
   * A line.
   *
   * @param timeMillis when, in milliseconds since 1970
   */
  record Line(long timeMillis, Level level, String text) {}

  /** Writes a line, or several if the text has line breaks. */
  void write(Level level, String text);

  /** The last lines, the oldest first. */
  List<Line> last(int atMost);
}
