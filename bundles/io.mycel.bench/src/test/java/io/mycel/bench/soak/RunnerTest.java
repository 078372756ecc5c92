package io.mycel.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunnerTest {

  /** Rounds that go well, are refused, and fail, in turn; closed once. */
  private static final class Mixed implements Activity {
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch six = new CountDownLatch(6);

    @Override
    public String name() {
      return "mixed";
    }

    @Override
    public Duration pause() {
      return Duration.ofMillis(1);
    }

    @Override
    public int round() throws Exception {
      int round = rounds.getAndIncrement();
      six.countDown();
      switch (round % 3) {
        case 0 -> {
          return 10;
        }
        case 1 -> throw new RefusedException("a newcomer");
        default -> throw new IllegalStateException("lost");
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void roundsAreCountedByWhatCameOfThem() throws Exception {
    Mixed activity = new Mixed();
    Runner runner = Runner.start(activity);
    assertTrue(activity.six.await(20, TimeUnit.SECONDS));
    runner.stop();
    runner.finish();
    Runner.Tally tally = runner.tally();
    int rounds = activity.rounds.get();
    assertEquals((rounds + 2) / 3 * 10L, tally.done());
    assertEquals((rounds + 1) / 3, tally.refused());
    assertEquals(rounds / 3, tally.failed());
    assertEquals("lost", tally.problems().get(0));
    assertTrue(tally.problems().size() <= 5, tally::toString);
    assertEquals(1, activity.closed.get());
  }
}
