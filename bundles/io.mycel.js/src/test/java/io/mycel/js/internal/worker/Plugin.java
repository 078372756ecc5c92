package io.mycel.js.internal.worker;

import io.mycel.api.rpc.RpcException;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.net.NetworkAccess;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A worker for tests: keeps what it logs and posts. */
final class Plugin implements WorkerListener, AutoCloseable {
  private static final int PATIENCE = 60;

  final JsWorkers workers;
  final JsWorker worker;
  final Queue<String> log = new ConcurrentLinkedQueue<>();
  final BlockingQueue<Object> posted = new LinkedBlockingQueue<>();
  final CompletableFuture<String> failure = new CompletableFuture<>();
  final CompletableFuture<Void> runaway = new CompletableFuture<>();
  final CompletableFuture<Void> closed = new CompletableFuture<>();

  Plugin(JsWorkers workers, String name, Limits limits, JsFiles files) {
    this(workers, name, limits, files, NetworkAccess.NONE);
  }

  Plugin(JsWorkers workers, String name, Limits limits, JsFiles files, NetworkAccess network) {
    this.workers = workers;
    this.worker =
        workers.start(
            new WorkerSpec(name, files, network, limits, task -> new Thread(task).start()), this);
  }

  static JsWorkers workers() {
    return new JsWorkers(JsEngineFactory.onClassPath());
  }

  static Plugin of(JsWorkers workers) {
    return new Plugin(workers, "test", Limits.defaults(), JsFiles.NONE);
  }

  /** Runs a script as lines 10 and on of a plugin's file. */
  void run(String script) {
    get(worker.run(new JsSource("Test.imjoy.html", 10, script)));
  }

  /** Runs the body of an async function; gives what it returns. */
  Object eval(String body, Object... args) {
    run("globalThis.probe = async (...args) => { " + body + " }");
    return get(get(worker.function("probe")).call(List.of(args)));
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RpcException known) {
        throw known;
      }
      throw e;
    }
  }

  Object nextMessage() throws InterruptedException {
    Object next = posted.poll(PATIENCE, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no message; the log says " + log);
    }
    return next;
  }

  @Override
  public void log(String level, String text) {
    log.add(level + ": " + text);
  }

  @Override
  public void message(Object message) {
    posted.add(message);
  }

  @Override
  public void failed(String reason) {
    failure.complete(reason);
  }

  @Override
  public void runaway() {
    runaway.complete(null);
  }

  @Override
  public void closed() {
    closed.complete(null);
  }

  @Override
  public void close() {
    worker.stop();
  }
}
