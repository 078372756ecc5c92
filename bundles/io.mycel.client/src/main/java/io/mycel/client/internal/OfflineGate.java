package io.mycel.client.internal;

import io.mycel.api.rpc.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets calls through while the client is online; while it is not, they wait or fail. */
final class OfflineGate {
  private final Duration timeout;
  private final int maxWaiting;
  private final ScheduledExecutorService timer;
  private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
  private boolean open;
  private RpcException closed;

  /**
   * A shut gate.
   *
   * @param timeout how long a call waits; zero lets it fail at once
   */
  OfflineGate(Duration timeout, int maxWaiting, ScheduledExecutorService timer) {
    this.timeout = timeout;
    this.maxWaiting = maxWaiting;
    this.timer = timer;
  }

  /** The client is online: whoever waits goes on, in no order. */
  void open() {
    List<CompletableFuture<Void>> all;
    synchronized (this) {
      open = closed == null;
      all = List.copyOf(waiting);
    }
    all.forEach(turn -> turn.complete(null));
  }

  /** The client is offline for now. */
  synchronized void shut() {
    open = false;
  }

  /** The client is offline for good. */
  void close(RpcException why) {
    List<CompletableFuture<Void>> all;
    synchronized (this) {
      open = false;
      closed = why;
      all = List.copyOf(waiting);
    }
    all.forEach(turn -> turn.completeExceptionally(why));
  }

  /** Makes a call, now or when the client is online again. */
  CompletableFuture<Object> pass(Supplier<CompletableFuture<Object>> call) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    synchronized (this) {
      if (!open) {
        if (closed != null) {
          return CompletableFuture.failedFuture(closed);
        }
        if (timeout.isZero() || waiting.size() >= maxWaiting) {
          return CompletableFuture.failedFuture(
              offline(timeout.isZero() ? "" : " and " + maxWaiting + " calls wait already"));
        }
        waiting.add(turn);
      }
    }
    return waiting.contains(turn) ? later(turn, call) : call.get();
  }

  private CompletableFuture<Object> later(
      CompletableFuture<Void> turn, Supplier<CompletableFuture<Object>> call) {
    CompletableFuture<Object> result = new CompletableFuture<>();
    turn.whenComplete(
        (ignored, failure) -> {
          waiting.remove(turn);
          if (failure != null) {
            result.completeExceptionally(failure);
          } else if (!result.isDone()) {
            call.get().whenComplete((value, why) -> complete(result, value, why));
          }
        });
    try {
      ScheduledFuture<?> limit =
          timer.schedule(
              () -> turn.completeExceptionally(offline(" for " + timeout)),
              timeout.toMillis(),
              TimeUnit.MILLISECONDS);
      turn.whenComplete((ignored, failure) -> limit.cancel(false));
    } catch (RejectedExecutionException e) {
      turn.completeExceptionally(offline(" for good"));
    }
    return result;
  }

  private static void complete(CompletableFuture<Object> result, Object value, Throwable why) {
    if (why == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(why);
    }
  }

  private static RpcException offline(String more) {
    return new RpcException(
        RpcException.Kind.PEER_GONE, "the client is not connected to its server" + more);
  }
}
