package io.mycel.shell.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the consoles that connect to a socket, each with a session of Gogo. */
final class ConsoleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
  private static final long CHECK_MILLIS = 500;

  private final ConsoleSocket socket;
  private final CommandProcessor processor;
  private final ConsoleLimits limits;
  private final ThreadFactory threads = daemons();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
  private final Set<ConsoleSession> sessions = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int opened;
  private boolean watching;

  /** Serves the socket until it is closed, and owns it from now on. */
  ConsoleServer(ConsoleSocket socket, CommandProcessor processor, ConsoleLimits limits) {
    this.socket = socket;
    this.processor = processor;
    this.limits = limits;
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    threads.newThread(this::accept).start();
  }

  private void accept() {
    LOG.debug("console at {}", socket.path());
    while (socket.isOpen()) {
      try {
        serve(socket.accept());
      } catch (IOException e) {
        pauseAfter(e);
      }
    }
  }

  /** Another attempt would fail as fast, for example while there is no file descriptor left. */
  private void pauseAfter(IOException e) {
    if (socket.isOpen()) {
      LOG.warn("no console can be opened at {}: {}", socket.path(), e.toString());
      try {
        stopped.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException interrupted) {
        LOG.debug("interrupted, which nobody does", interrupted);
      }
    }
  }

  private void serve(SocketChannel channel) throws IOException {
    if (sessions.size() >= limits.sessions()) {
      LOG.warn("a console was sent away: {} are open", limits.sessions());
      refuse(channel, "too many consoles: " + limits.sessions() + " are open");
      return;
    }
    ConsoleSession session;
    try {
      session = new ConsoleSession(++opened, channel, processor, limits, threads, sessions::remove);
    } catch (IllegalStateException e) {
      refuse(channel, "no command can be run: " + e.getMessage());
      return;
    }
    sessions.add(session);
    watch();
    session.start();
    if (!socket.isOpen()) {
      session.close();
    }
  }

  private static void refuse(SocketChannel channel, String why) throws IOException {
    try (channel) {
      // a few bytes into an empty buffer: does not block
      channel.write(ByteBuffer.wrap(ConsoleOutput.failure(why)));
    }
  }

  /** Looks after the sessions as long as there are any. */
  private synchronized void watch() {
    if (!watching) {
      watching = true;
      timer.schedule(this::check, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void check() {
    sessions.forEach(ConsoleSession::closeIfStuck);
    synchronized (this) {
      watching = false;
      if (!sessions.isEmpty()) {
        watch();
      }
    }
  }

  /** Ends all sessions and takes the socket away. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("{} stays behind: {}", socket.path(), e.toString());
    }
    stopped.countDown();
    timer.shutdownNow();
    sessions.forEach(ConsoleSession::close);
  }

  private static ThreadFactory daemons() {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "io.mycel.shell-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
