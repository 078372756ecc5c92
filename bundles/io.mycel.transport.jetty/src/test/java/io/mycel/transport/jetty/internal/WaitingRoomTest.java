package io.mycel.transport.jetty.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What went is given up a millisecond after the patience with it: what is left answers then. */
  @Test
  void whoComesWhenSomethingGoesOutwaitsIt() {
    WaitingRoom room = new WaitingRoom(new ScheduledExecutorScheduler(), PATIENCE, 1);
    long gone = System.nanoTime();
    assertTrue(room.deadline() - gone > PATIENCE.plusMillis(1).toNanos());
  }
}
