package io.mycel.hub.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps those who send too much from filling the memory: while too much waits for a client, nothing
 * is read from those who send to it, for a while at a time: they have pings to answer, and others
 * to talk to. A client that reads on, however much there is left, is waited for; one that does not
 * is dropped.
 */
final class Backpressure {
  private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);

  private final long highBytes;
  private final long lowBytes;
  private final long leastBytes;
  private final Duration patience;
  private final ScheduledExecutorService timer;
  private final Traffic traffic;
  private final Map<ClientEntry, Slow> slow = new ConcurrentHashMap<>();
  private final Map<ClientEntry, Integer> holds = new ConcurrentHashMap<>();

  /**
   * The rule for all clients.
   *
   * @param highBytes senders are held back while more waits for a client
   * @param patience how long they are held back; a client that has read less than a sixteenth of
   *     {@code highBytes} then is dropped
   */
  Backpressure(long highBytes, Duration patience, ScheduledExecutorService timer, Traffic traffic) {
    this.highBytes = highBytes;
    this.lowBytes = highBytes / 4;
    this.leastBytes = highBytes / 16;
    this.patience = patience;
    this.timer = timer;
    this.traffic = traffic;
  }

  /** True if too much waits for a client. */
  boolean isCongested(ClientEntry to) {
    return to.connection().queuedBytes() > highBytes;
  }

  /** Something was queued for a client: whoever sent it waits if that was too much. */
  void queued(ClientEntry from, ClientEntry to) {
    if (isCongested(to)) {
      slow.computeIfAbsent(to, Slow::new).hold(from);
    }
  }

  /** Reads nothing from a client for a while: it sends more than it may. */
  void rest(ClientEntry sender, long millis) {
    pause(sender);
    timer.schedule(() -> resume(sender), millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Holds nobody back any more and drops nobody: the hub goes. The next one finds out for itself
   * who is too slow, and knows nothing of those that this one has paused.
   */
  void close() {
    slow.values().forEach(Slow::abandon);
    slow.clear();
    holds.keySet().forEach(sender -> sender.connection().resumeReading());
    holds.clear();
  }

  private void pause(ClientEntry sender) {
    if (holds.merge(sender, 1, Integer::sum) == 1) {
      traffic.pausedSender();
      sender.connection().pauseReading();
    }
  }

  private void resume(ClientEntry sender) {
    if (holds.computeIfPresent(sender, (entry, count) -> count == 1 ? null : count - 1) == null) {
      sender.connection().resumeReading();
    }
  }

  /** A client that reads more slowly than others send to it, and who waits for it. */
  private final class Slow {
    private final ClientEntry reader;
    private final Set<ClientEntry> held = new HashSet<>();
    private Future<?> look;
    private long written;
    private boolean awaited;
    private boolean over;

    Slow(ClientEntry reader) {
      this.reader = reader;
      watch();
    }

    private synchronized void watch() {
      if (!over) {
        written = reader.connection().writtenBytes();
        look = timer.schedule(this::look, patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    void hold(ClientEntry sender) {
      boolean first;
      synchronized (this) {
        if (over || !held.add(sender)) {
          return;
        }
        first = !awaited;
        awaited = true;
        pause(sender);
      }
      if (first) {
        reader.connection().whenDrained(lowBytes, this::caughtUp);
      }
    }

    private void caughtUp() {
      slow.remove(reader, this);
      end();
      letGo();
    }

    /** From now on {@link #caughtUp} has nobody to let go: they may be paused by the next hub. */
    private synchronized void abandon() {
      end();
      held.clear();
    }

    private synchronized void end() {
      over = true;
      look.cancel(false);
    }

    private void letGo() {
      List<ClientEntry> waiting;
      synchronized (this) {
        waiting = List.copyOf(held);
        held.clear();
      }
      waiting.forEach(Backpressure.this::resume);
    }

    private void look() {
      long read;
      synchronized (this) {
        if (over) {
          return; // it has caught up just now
        }
        read = reader.connection().writtenBytes() - written;
      }
      if (read < leastBytes) {
        drop(read);
      } else {
        letGo();
        watch();
      }
    }

    private void drop(long read) {
      traffic.droppedSlowReader();
      LOG.warn(
          "{}: dropped: it reads too slowly, {} bytes in {} ms; {} wait for it",
          reader.address(),
          read,
          patience.toMillis(),
          reader.connection().queuedBytes());
      // without a close frame: it would wait behind what the client does not read
      reader.connection().close(1006, "reads too slowly");
    }
  }
}
