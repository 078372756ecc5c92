package io.mycel.transport.jetty.internal;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes a socket on which no request has come whole in time. An idle time-out alone would let a
 * client keep it open for ever by sending its first request one byte at a time.
 */
final class OpenTimeout implements Connection.Listener {
  private final Scheduler scheduler;
  private final Duration timeout;

  OpenTimeout(Scheduler scheduler, Duration timeout) {
    this.scheduler = scheduler;
    this.timeout = timeout;
  }

  @Override
  public void onOpened(Connection connection) {
    // weakly, as most become WebSockets: their parser and header fields are a tenth of the memory
    // that a crowd of clients takes which connect at once
    Reference<Connection> opened = new WeakReference<>(connection);
    scheduler.schedule(() -> check(opened.get()), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closes a connection that is still there, of the first request. */
  private static void check(Connection connection) {
    if (connection == null) {
      return;
    }
    boolean upgraded = connection.getEndPoint().getConnection() != connection;
    if (!upgraded && connection.getMessagesIn() == 0) {
      connection.getEndPoint().close();
    }
  }
}
