package io.mycel.transport.jetty.internal.websocket;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Finds peers that vanished without closing their socket. A single unanswered ping says nothing: a
 * client may compute for minutes without reading. Only a long row of silent looks ends it.
 */
public final class SilenceWatch {
  private final Connections connections;
  private final Scheduler scheduler;
  private final Duration interval;
  private final int maxSilentLooks;
  private volatile boolean stopped;

  /** Looks at all connections once an interval. */
  public SilenceWatch(
      Connections connections, Scheduler scheduler, Duration interval, int maxSilentLooks) {
    this.connections = connections;
    this.scheduler = scheduler;
    this.interval = interval;
    this.maxSilentLooks = maxSilentLooks;
  }

  /** Begins; an interval of zero turns it off. */
  public void start() {
    if (!interval.isZero()) {
      scheduler.schedule(this::look, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Ends before the next look. */
  public void stop() {
    stopped = true;
  }

  private void look() {
    if (!stopped) {
      connections.forEach(each -> each.look(maxSilentLooks));
      start();
    }
  }
}
