package io.mycel.transport.jetty.internal;

import io.mycel.transport.jetty.internal.http.JsonErrorHandler;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/** Jetty, set up for HTTP/1.1 on one port: what of it is used, and with which threads. */
final class JettyServer {
  private static final String NAME = "io.mycel.transport";
  private static final long JETTY_POOL_BYTES = 8 * 1024 * 1024;
  private static final int BACKLOG = 512;

  /** Bounds the wait for threads that are in a handler; without it none is waited for. */
  private static final long THREADS_STOP_MILLIS = 1000;

  private final Server server;
  private final ServerConnector connector;
  private final Scheduler scheduler = new ScheduledExecutorScheduler(NAME + "-timer", true);

  JettyServer(TransportConfig config) {
    QueuedThreadPool threads = new QueuedThreadPool(config.maxThreads(), 2);
    threads.setName(NAME);
    threads.setDaemon(true);
    threads.setStopTimeout(THREADS_STOP_MILLIS);
    ArrayByteBufferPool pool =
        new ArrayByteBufferPool(
            0, -1, 64 * 1024, Integer.MAX_VALUE, JETTY_POOL_BYTES, JETTY_POOL_BYTES);
    server = new Server(threads, scheduler, pool);
    server.setStopAtShutdown(false);
    server.setStopTimeout(0);
    server.setErrorHandler(new JsonErrorHandler());
    int selectors =
        config.selectors() > 0
            ? config.selectors()
            : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    connector =
        new ServerConnector(
            server, null, null, null, 0, selectors, new HttpConnectionFactory(http(config)));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setReuseAddress(true);
    connector.setAcceptedTcpNoDelay(true);
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(config.httpIdleTimeoutMillis());
    connector.setShutdownIdleTimeout(0);
    connector.addBean(new OpenTimeout(scheduler, Duration.ofMillis(config.openTimeoutMillis())));
    connector.addBean(new NetworkConnectionLimit(config.maxSockets(), connector));
    server.addConnector(connector);
  }

  private static HttpConfiguration http(TransportConfig config) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(config.httpMaxHeaderBytes());
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    // Paths reach the routes as they came: they are checked there, in one place.
    http.setUriCompliance(UriCompliance.UNSAFE.without("mycel", UriCompliance.Violation.FRAGMENT));
    return http;
  }

  /** How many sockets are open, of both kinds. */
  int sockets() {
    return connector.getConnectedEndPoints().size();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  void setHandler(Handler handler) {
    server.setHandler(handler);
  }

  /** Listens first, so that a port in use leaves no thread behind. */
  void start() throws Exception {
    connector.open();
    try {
      server.start();
    } catch (Exception e) {
      server.stop();
      throw e;
    }
  }

  /** The port that is listened on. */
  int port() {
    return connector.getLocalPort();
  }

  /** Takes no new connections; those that are open stay. */
  void stopListening() throws IOException {
    connector.close();
  }

  /** Closes what is open and ends all threads. */
  void stop() throws Exception {
    server.stop();
  }
}
