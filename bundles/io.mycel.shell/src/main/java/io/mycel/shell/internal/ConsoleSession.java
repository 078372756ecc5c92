package io.mycel.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One console. A thread reads its lines, so that a console that goes away ends the command it waits
 * for; another runs them one after the other.
 */
final class ConsoleSession {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleSession.class);

  /** Lines that were sent ahead; for more the socket waits. */
  private static final int MAX_AHEAD = 16;

  private static final int MAX_LOGGED = 200;

  private final int number;
  private final SocketChannel channel;
  private final ConsoleLimits limits;
  private final Consumer<ConsoleSession> ended;
  private final ConsoleOutput output;
  private final CommandSession session;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_AHEAD);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread reader;
  private final Thread worker;

  /** Nanoseconds as of {@code System.nanoTime}; 0 while a command runs. */
  private volatile long idleSince = System.nanoTime() | 1;

  /**
   * A console, not yet served.
   *
   * @param number of this console, for the log
   * @param ended told once, by whatever thread, when it is closed
   */
  ConsoleSession(
      int number,
      SocketChannel channel,
      CommandProcessor processor,
      ConsoleLimits limits,
      ThreadFactory threads,
      Consumer<ConsoleSession> ended) {
    this.number = number;
    this.channel = channel;
    this.limits = limits;
    this.ended = ended;
    this.output = new ConsoleOutput(channel);
    this.session = processor.createSession(InputStream.nullInputStream(), output, output);
    this.reader = threads.newThread(this::read);
    this.worker = threads.newThread(this::work);
  }

  void start() {
    LOG.debug("console {}: open", number);
    reader.start();
    worker.start();
  }

  private void read() {
    LineReader in = new LineReader(channel, limits.lineBytes());
    try {
      for (String line = in.next(); line != null; line = in.next()) {
        lines.put(line);
      }
    } catch (LineReader.TooLongException e) {
      LOG.warn("console {}: closed: {}", number, e.getMessage());
      fail(e.getMessage());
    } catch (IOException e) {
      LOG.debug("console {}: gone", number, e);
    } catch (InterruptedException e) {
      LOG.debug("console {}: closed", number);
    }
    close();
  }

  private void work() {
    try {
      output.done();
      while (!closed.get()) {
        String line = lines.take();
        if (line.equals("exit")) {
          break;
        }
        idleSince = 0;
        run(line);
        idleSince = System.nanoTime() | 1;
      }
    } catch (IOException e) {
      LOG.debug("console {}: gone", number, e);
    } catch (InterruptedException e) {
      LOG.debug("console {}: closed", number);
    } finally {
      session.close();
      close();
    }
  }

  private void run(String line) throws IOException, InterruptedException {
    LOG.info("console {}: {}", number, loggable(line));
    try {
      Object result = session.execute(line);
      if (result != null) {
        output.print(session.format(result, Converter.INSPECT));
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.debug("console {}: the command failed", number, e);
      output.failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      return;
    }
    output.done();
  }

  private static String loggable(String line) {
    String start = line.length() > MAX_LOGGED ? line.substring(0, MAX_LOGGED) + "…" : line;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  private void fail(String why) {
    try {
      output.failed(why);
    } catch (IOException e) {
      LOG.debug("console {}: gone before it was told why", number, e);
    }
  }

  /** Closes it if the console takes nothing, or has asked nothing for too long. */
  void closeIfStuck() {
    long since = idleSince;
    if (output.blockedNanos() > limits.unread().toNanos()) {
      LOG.warn("console {}: closed: it has not read its output for {}", number, limits.unread());
      close();
    } else if (since != 0 && System.nanoTime() - since > limits.idle().toNanos()) {
      LOG.info("console {}: closed: idle for {}", number, limits.idle());
      close();
    }
  }

  /**
   * Ends it and the command that runs in it; unless that command is the one that closes it, as an
   * update of this bundle is, which is let run to its end.
   */
  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("console {}: while closing", number, e);
    }
    Job job = Job.Utils.current();
    reader.interrupt();
    if (job == null || job.session() != session) {
      worker.interrupt();
    }
    ended.accept(this);
  }
}
