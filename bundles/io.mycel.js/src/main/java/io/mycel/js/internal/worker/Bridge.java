package io.mycel.js.internal.worker;

import io.mycel.api.rpc.Blobs;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsValue;
import io.mycel.js.internal.values.Clean;
import io.mycel.js.internal.values.Encoded;
import io.mycel.js.internal.values.FromScript;
import io.mycel.js.internal.values.Functions;
import io.mycel.js.internal.values.Generators;
import io.mycel.js.internal.values.ToScript;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Functions and promises between a plugin and Java, both ways. */
final class Bridge implements Functions {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  private final JsWorker worker;
  private final AtomicInteger pending = new AtomicInteger();
  private final LongAdder copied = new LongAdder();
  private final InOrder starts;

  Bridge(JsWorker worker) {
    this.worker = worker;
    this.starts = new InOrder(task -> worker.spec().executor().execute(task));
  }

  @Override
  public void copied(long bytes) {
    copied.add(bytes);
  }

  /** How much was copied out of the plugin in all. */
  long copiedBytes() {
    return copied.sum();
  }

  @Override
  public long maxBytes() {
    return worker.spec().limits().messageBytes();
  }

  @Override
  public Object fromScript(JsValue entry) {
    return new ScriptFunction(worker, entry);
  }

  @Override
  public JsValue own(Object function) {
    return function instanceof ScriptFunction known && known.worker() == worker
        ? known.entry()
        : null;
  }

  @Override
  public Object generator(JsValue entry) {
    ScriptFunction step = new ScriptFunction(worker, entry);
    return Generators.of(args -> step.call(args).join());
  }

  @Override
  public CompletableFuture<Object> promise(JsValue promise) {
    CompletableFuture<Object> future = new CompletableFuture<>();
    follow(promise, future);
    return future;
  }

  /** Completes a future as a promise is; on the plugin's thread. */
  void follow(JsValue promise, CompletableFuture<Object> future) {
    worker.track(future);
    worker.world().member("settle").call(promise, completing(future));
  }

  /** What JavaScript calls with (true, plain, json, side) or (false, message, stack). */
  JsHostFunction completing(CompletableFuture<Object> future) {
    return args -> {
      if (args[0].asBoolean()) {
        try {
          future.complete(FromScript.read(args[1], args[2], args[3], this));
        } catch (RpcException e) {
          future.completeExceptionally(e);
        }
      } else {
        future.completeExceptionally(RpcException.remote(args[1].asString(), args[2].asString()));
      }
      return null;
    };
  }

  @Override
  public JsHostFunction toScript(CompletionStage<?> future) {
    return new Gate(
        worker,
        args -> {
          answer(future, args[0]);
          return null;
        });
  }

  @Override
  public JsHostFunction toScript(Object function) {
    return new Gate(
        worker,
        args -> {
          List<Object> values = list(FromScript.read(args[0], args[0], args[1], this));
          answer(call(function, values), args[2]);
          return null;
        });
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return value == null ? List.of() : (List<Object>) value;
  }

  private CompletionStage<?> call(Object function, List<Object> args) {
    if (function instanceof RemoteFunction remote) {
      return worker.spec().renewed().apply(remote).call(args, Map.of());
    }
    CompletableFuture<Object> result = new CompletableFuture<>();
    Call call = new Call(args, Map.of(), null);
    try {
      starts.execute(() -> run((RpcFunction) function, call, result));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(
          new RpcException(RpcException.Kind.REMOTE, "the server is busy; try again later"));
    }
    return result;
  }

  private static void run(RpcFunction function, Call call, CompletableFuture<Object> result) {
    try {
      Object value = function.call(call);
      if (value instanceof CompletionStage<?> stage) {
        stage.whenComplete(
            (done, failure) -> {
              if (failure == null) {
                result.complete(done);
              } else {
                result.completeExceptionally(failure);
              }
            });
      } else {
        result.complete(value);
      }
    } catch (Exception e) {
      result.completeExceptionally(e);
    }
  }

  /**
   * Settles a promise of JavaScript as a future of Java is, when the blobs in it have been read.
   */
  private void answer(CompletionStage<?> future, JsValue settle) {
    BiConsumer<Object, Throwable> then = (value, failure) -> settle(settle, value, failure);
    opened();
    future.whenComplete(
        (value, failure) -> {
          if (failure == null && Blobs.areIn(value)) {
            Blobs.read(value, maxBytes()).whenComplete((read, unread) -> goOn(read, unread, then));
          } else {
            goOn(value, failure, then);
          }
        });
  }

  /** Goes on, on the plugin's thread, when a future is done; it counts as a pending promise. */
  <T> void whenDone(CompletionStage<T> future, BiConsumer<T, Throwable> then) {
    opened();
    future.whenComplete((value, failure) -> goOn(value, failure, then));
  }

  private <T> void goOn(T value, Throwable failure, BiConsumer<T, Throwable> then) {
    worker
        .loop()
        .execute(
            () -> {
              pending.decrementAndGet();
              then.accept(value, failure);
            });
  }

  private void settle(JsValue settle, Object value, Throwable failure) {
    Throwable why = failure;
    if (why == null) {
      try {
        Encoded encoded = ToScript.write(value, this);
        settle.call(true, encoded.json(), encoded.side());
        return;
      } catch (RpcException e) {
        why = e;
      }
    }
    Throwable cause = Clean.cause(why);
    if (!Clean.isForCallers(cause)) {
      LOG.warn("A function that the plugin {} called failed", worker.spec().name(), cause);
    }
    String name = cause instanceof io.mycel.js.engine.JsHostError known ? known.name() : "Error";
    String trace = cause instanceof RpcException known ? known.remoteTrace() : "";
    settle.call(false, Clean.message(cause), null, name, trace);
  }

  /** Counts one more promise that waits for Java. */
  private void opened() {
    if (pending.incrementAndGet() > worker.spec().limits().pendingPromises()) {
      worker.fail(
          "pending promises: more than " + worker.spec().limits().pendingPromises() + " wait");
    }
  }
}
