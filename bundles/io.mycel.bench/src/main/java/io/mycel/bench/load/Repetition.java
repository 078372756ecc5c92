package io.mycel.bench.load;

import io.mycel.bench.net.Loop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Keeps a number of lanes busy for some time. All lanes live on one loop. */
public final class Repetition {
  private static final int TOO_MANY_ERRORS = 1000;

  private final long end;
  private final Tally tally = new Tally();
  private final CompletableFuture<Tally> done = new CompletableFuture<>();
  private int running;

  private Repetition(long millis, int lanes) {
    end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    running = lanes;
  }

  /**
   * Starts each lane again as soon as it has ended, until the time is over or too much has failed;
   * then waits for what has begun. All of it counts.
   */
  public static CompletableFuture<Tally> run(Loop loop, List<? extends Lane> lanes, long millis) {
    Repetition repetition = new Repetition(millis, lanes.size());
    loop.execute(() -> lanes.forEach(repetition::start));
    return repetition.done;
  }

  private void start(Lane lane) {
    long begun = System.nanoTime();
    lane.start(failure -> ended(lane, begun, failure));
  }

  private void ended(Lane lane, long begun, String failure) {
    long now = System.nanoTime();
    if (failure == null) {
      tally.done(begun, now);
    } else {
      tally.failed(failure);
    }
    if (now - end < 0 && tally.errors() < TOO_MANY_ERRORS) {
      start(lane);
    } else if (--running == 0) {
      done.complete(tally);
    }
  }
}
