package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last lines of a plugin. All are kept here, within bounds; those of a second beyond a number
 * do not reach the log of the server.
 */
final class LogBuffer implements PluginLog {
  private static final Logger OF_SERVER = LoggerFactory.getLogger("io.mycel.plugins.log");

  private final PluginId id;
  private final LogLimits limits;
  private final InstantSource clock;
  private final Logger server;
  private final Deque<Line> lines = new ArrayDeque<>(0);
  private int chars;
  private long second;
  private int inSecond;

  LogBuffer(PluginId id, LogLimits limits, InstantSource clock) {
    this(id, limits, clock, OF_SERVER);
  }

  /** One with another log of the server. */
  LogBuffer(PluginId id, LogLimits limits, InstantSource clock, Logger server) {
    this.id = id;
    this.limits = limits;
    this.clock = clock;
    this.server = server;
  }

  @Override
  public void write(Level level, String text) {
    for (String line : LogText.lines(String.valueOf(text), limits.lineChars(), limits.lines())) {
      Line written = new Line(clock.millis(), level, line);
      switch (keep(written)) {
        case TOLD -> tell(level, line);
        case LAST -> {
          tell(level, line);
          server.warn(
              "{}: writes more than {} lines a second: its own log has the rest",
              id,
              limits.linesPerSecond());
        }
        case KEPT -> {
          continue;
        }
      }
    }
  }

  private enum Fate {
    TOLD,
    LAST,
    KEPT
  }

  private synchronized Fate keep(Line line) {
    lines.addLast(line);
    chars += line.text().length();
    while (lines.size() > limits.lines() || chars > limits.chars() && lines.size() > 1) {
      chars -= lines.removeFirst().text().length();
    }
    long now = line.timeMillis() / 1000;
    if (now != second) {
      second = now;
      inSecond = 0;
    }
    inSecond++;
    return inSecond < limits.linesPerSecond()
        ? Fate.TOLD
        : inSecond == limits.linesPerSecond() ? Fate.LAST : Fate.KEPT;
  }

  private void tell(Level level, String line) {
    switch (level) {
      case DEBUG -> server.debug("{}: {}", id, line);
      case INFO -> server.info("{}: {}", id, line);
      case WARN -> server.warn("{}: {}", id, line);
      case ERROR -> server.error("{}: {}", id, line);
    }
  }

  @Override
  public synchronized List<Line> last(int atMost) {
    List<Line> last = new ArrayList<>();
    Iterator<Line> all = lines.iterator();
    for (int skip = lines.size() - Math.max(atMost, 0); skip > 0; skip--) {
      all.next();
    }
    all.forEachRemaining(last::add);
    return last;
  }
}
