package io.mycel.bench.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Repeats an activity on its own thread until it is stopped, and keeps count. */
final class Runner {
  /** Longer than the round with the longest patience. */
  private static final Duration LAST_ROUND = Scene.PATIENCE.multipliedBy(3);

  private static final int KEPT_PROBLEMS = 5;

  /** A refusal is meant to last as long as a replacement does. */
  private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(10);

  private final Activity activity;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private final List<String> problems = new ArrayList<>();
  private long done;
  private long failed;
  private long refused;
  private long refusedSince;

  private Runner(Activity activity) {
    this.activity = activity;
    this.thread = new Thread(this::run, "soak-" + activity.name());
    this.thread.setDaemon(true);
  }

  /** Begins. */
  static Runner start(Activity activity) {
    Runner runner = new Runner(activity);
    runner.thread.start();
    return runner;
  }

  /**
   * What came of an activity.
   *
   * @param name the activity's
   * @param done things done and found right
   * @param refused rounds that ended with the server asking a newcomer to come again
   * @param failed rounds that were not as they should be
   * @param problems what was wrong with the first of them
   */
  record Tally(String name, long done, long refused, long failed, List<String> problems) {}

  /** What has come of it until now. */
  synchronized Tally tally() {
    return new Tally(activity.name(), done, refused, failed, List.copyOf(problems));
  }

  private void run() {
    try {
      long pause = activity.pause().toMillis();
      do {
        try {
          count(activity.round());
        } catch (InterruptedException e) {
          throw e;
        } catch (RefusedException e) {
          refuse(e);
        } catch (Exception e) {
          fail(e);
        }
      } while (!stopping.await(pause, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void count(int more) {
    done += more;
    refusedSince = 0;
  }

  private synchronized void refuse(RefusedException refusal) {
    refused++;
    if (refusedSince == 0) {
      refusedSince = System.nanoTime();
    } else if (System.nanoTime() - refusedSince > LONGEST_REFUSAL.toNanos()) {
      fail(new IllegalStateException(refusal.getMessage() + " for " + LONGEST_REFUSAL, refusal));
      refusedSince = 0;
    }
  }

  private synchronized void fail(Exception problem) {
    failed++;
    if (problems.size() < KEPT_PROBLEMS) {
      problems.add(problem.getMessage() == null ? problem.toString() : problem.getMessage());
    }
  }

  /** Lets no further round begin. */
  void stop() {
    stopping.countDown();
  }

  /** Waits for the end of the last round, and gives up what the activity holds. */
  void finish() throws InterruptedException {
    thread.join(LAST_ROUND.toMillis());
    if (thread.isAlive()) {
      fail(new IllegalStateException("its last round did not end in " + LAST_ROUND));
      thread.interrupt();
    }
    activity.close();
  }
}
