package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A route as long as it is there, and afterwards its place in the table. It counts the requests
 * that it has not answered yet, so that its bundle can be kept until they are.
 */
final class ServedRoute {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();

  /** Null once it has gone, so that nothing of its bundle is kept. */
  private HttpRoute route;

  private int unanswered;

  ServedRoute(HttpRoute route) {
    this.route = route;
  }

  /** Whether it still takes requests. */
  boolean isOpen() {
    lock.lock();
    try {
      return route != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the route answer.
   *
   * @return empty if it has gone
   */
  Optional<CompletionStage<HttpResponse>> handle(HttpRequest request) {
    HttpRoute target = enter();
    if (target == null) {
      return Optional.empty();
    }
    CompletionStage<HttpResponse> answer = null;
    try {
      answer = target.handle(request);
      if (answer == null) {
        throw new IllegalStateException("a route answered null");
      }
      return Optional.of(answer);
    } finally {
      if (answer == null) {
        leave();
      } else {
        answer.whenComplete((response, failure) -> leave());
      }
    }
  }

  /**
   * Takes no more requests and waits until those under way are answered.
   *
   * @return how many are not, when the time is over
   */
  int close(Duration atMost) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      route = null;
      while (unanswered > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return unanswered;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered;
    } finally {
      lock.unlock();
    }
  }

  private HttpRoute enter() {
    lock.lock();
    try {
      if (route != null) {
        unanswered++;
      }
      return route;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      unanswered--;
      if (unanswered == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
