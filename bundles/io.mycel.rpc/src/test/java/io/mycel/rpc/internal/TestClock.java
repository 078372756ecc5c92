package io.mycel.rpc.internal;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that stands still until it is moved; due tasks run on the thread that moves it. */
final class TestClock implements Clock {
  private record Task(long at, Runnable action) {}

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
  private long now = 1_000;

  @Override
  public synchronized long now() {
    return now;
  }

  @Override
  public synchronized void after(long delayNanos, Runnable task) {
    tasks.add(new Task(now + delayNanos, task));
  }

  synchronized int planned() {
    return tasks.size();
  }

  void advance(Duration step) {
    long end;
    synchronized (this) {
      end = now + step.toNanos();
    }
    for (Task due = next(end); due != null; due = next(end)) {
      due.action().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized Task next(long end) {
    if (tasks.isEmpty() || tasks.peek().at() > end) {
      return null;
    }
    Task task = tasks.poll();
    now = Math.max(now, task.at());
    return task;
  }
}
