package io.mycel.js.internal.process;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A generator that runs on the other side: each step waits for it, as long as callers do. */
final class Generator implements Iterator<Object>, AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final RpcFunction next;
  private final RpcFunction close;
  private Object ahead;
  private boolean looked;
  private boolean ended;

  /**
   * A generator.
   *
   * @param next gives the next item, or {@code {_rtype: stop_iteration}}
   * @param close ends it early; may be null
   */
  Generator(RpcFunction next, RpcFunction close) {
    this.next = next;
    this.close = close;
  }

  @Override
  public boolean hasNext() {
    if (!looked && !ended) {
      ahead = ask(next);
      looked = true;
      ended = ahead instanceof Map<?, ?> map && "stop_iteration".equals(map.get("_rtype"));
    }
    return !ended;
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the generator is at its end");
    }
    looked = false;
    return ahead;
  }

  @Override
  public void close() {
    ended = true;
    if (close != null) {
      ask(close);
    }
  }

  private static Object ask(RpcFunction function) {
    try {
      Object answer = function.call(new Call(List.of(), Map.of(), null));
      return answer instanceof CompletionStage<?> stage
          ? stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          : answer;
    } catch (TimeoutException e) {
      throw new RpcException(
          RpcException.Kind.TIMEOUT,
          "the generator gave no item within " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RpcException(RpcException.Kind.PEER_GONE, "the generator was interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RpcException rpc
          ? rpc
          : new RpcException(RpcException.Kind.REMOTE, String.valueOf(e.getCause()));
    } catch (Exception e) {
      throw e instanceof RpcException rpc
          ? rpc
          : new RpcException(RpcException.Kind.REMOTE, String.valueOf(e));
    }
  }
}
