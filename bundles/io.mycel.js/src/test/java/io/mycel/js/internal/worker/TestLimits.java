package io.mycel.js.internal.worker;

import io.mycel.js.internal.limits.Limits;

/** The standard limits with some of them changed. */
final class TestLimits {
  private final Limits all = Limits.defaults();
  private int cpuCallMillis = all.cpuCallMillis();
  private int cpuMinuteMillis = all.cpuMinuteMillis();
  private long statements = all.statements();
  private long outputBytesPerMinute = all.outputBytesPerMinute();
  private long messageBytes = all.messageBytes();
  private int timers = all.timers();
  private int pendingPromises = all.pendingPromises();
  private int waitingCalls = all.waitingCalls();
  private int stopMillis = all.stopMillis();

  TestLimits cpuCallMillis(int millis) {
    cpuCallMillis = millis;
    return this;
  }

  TestLimits cpuMinuteMillis(int millis) {
    cpuMinuteMillis = millis;
    return this;
  }

  TestLimits statements(long count) {
    statements = count;
    return this;
  }

  TestLimits outputBytesPerMinute(long bytes) {
    outputBytesPerMinute = bytes;
    return this;
  }

  TestLimits messageBytes(long bytes) {
    messageBytes = bytes;
    return this;
  }

  TestLimits timers(int count) {
    timers = count;
    return this;
  }

  TestLimits pendingPromises(int count) {
    pendingPromises = count;
    return this;
  }

  TestLimits waitingCalls(int count) {
    waitingCalls = count;
    return this;
  }

  TestLimits stopMillis(int millis) {
    stopMillis = millis;
    return this;
  }

  Limits make() {
    return new Limits(
        cpuCallMillis,
        cpuMinuteMillis,
        statements,
        all.stackBytes(),
        outputBytesPerMinute,
        all.lineBytes(),
        messageBytes,
        timers,
        pendingPromises,
        waitingCalls,
        stopMillis);
  }
}
