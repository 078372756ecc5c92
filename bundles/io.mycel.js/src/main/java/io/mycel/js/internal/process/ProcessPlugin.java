package io.mycel.js.internal.process;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.internal.plugin.LivePlugin;
import io.mycel.js.internal.plugin.PluginFailure;
import io.mycel.js.internal.plugin.PluginSpec;
import io.mycel.js.internal.plugin.Server;
import io.mycel.js.internal.values.Clean;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A plugin in a process of its own. When the process dies by itself, the plugin is started again in
 * another one: calls under way fail, later ones wait for it. A plugin that was over a limit is not.
 */
final class ProcessPlugin implements LivePlugin {
  private static final long WATCH_MILLIS = 1_000;
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long START_GRACE_MILLIS = 30_000;

  private final ChildProcesses processes;
  private final PluginSpec spec;
  private final Server server;
  private PluginProcess process;
  private CompletableFuture<Map<String, Object>> members = new CompletableFuture<>();
  private boolean started;
  private boolean stopping;
  private int restarts;
  private long startedNanos;
  private Duration cpuAtMinute = Duration.ZERO;
  private long minuteNanos;

  ProcessPlugin(ChildProcesses processes, PluginSpec spec, Server server) {
    this.processes = processes;
    this.spec = spec;
    this.server = server;
  }

  @Override
  public CompletionStage<Map<String, Object>> start() {
    return CompletableFuture.runAsync(this::launch, processes.executor())
        .thenCompose(launched -> members())
        .handle(
            (exports, failure) -> {
              if (failure != null) {
                kill();
                throw new PluginFailure(Clean.message(failure));
              }
              synchronized (this) {
                started = true;
                countFromNow();
              }
              processes.started();
              watch();
              return lasting(exports, List.of());
            });
  }

  private synchronized CompletableFuture<Map<String, Object>> members() {
    return members;
  }

  private void launch() {
    PluginProcess child = processes.take(this);
    PluginSpec wanted;
    synchronized (this) {
      if (stopping) {
        child.kill("the plugin is stopped");
        throw new PluginFailure("the plugin is stopped");
      }
      process = child;
      wanted = started ? spec.asResumed() : spec;
      startedNanos = System.nanoTime();
      countFromNow();
    }
    CompletableFuture<Map<String, Object>> exports = members();
    child.exit().thenAccept(code -> exited(child, code));
    child
        .start(RecordForm.map(wanted), RecordForm.map(processes.limits()), new Ending(child))
        .whenComplete((value, failure) -> complete(exports, value, failure));
  }

  @SuppressWarnings("unchecked")
  private static void complete(
      CompletableFuture<Map<String, Object>> exports, Object value, Throwable failure) {
    if (failure == null) {
      exports.complete((Map<String, Object>) value);
    } else {
      Throwable cause = Clean.cause(failure);
      exports.completeExceptionally(
          cause instanceof RpcException rpc && rpc.kind() == RpcException.Kind.PEER_GONE
              ? new PluginFailure("its process has ended while it was started: " + rpc.getMessage())
              : new PluginFailure(Clean.message(cause)));
    }
  }

  /** The same members, with functions that outlive the process. */
  private Map<String, Object> lasting(Map<?, ?> exports, List<String> path) {
    Map<String, Object> lasting = new LinkedHashMap<>();
    exports.forEach(
        (key, value) -> {
          List<String> at = new java.util.ArrayList<>(path);
          at.add(String.valueOf(key));
          if (value instanceof RpcFunction function) {
            lasting.put(String.valueOf(key), ((RpcFunction) call -> call(at, call)).like(function));
          } else {
            lasting.put(
                String.valueOf(key), value instanceof Map<?, ?> map ? lasting(map, at) : value);
          }
        });
    return lasting;
  }

  private Object call(List<String> path, Call call) throws Exception {
    CompletableFuture<Map<String, Object>> exports;
    synchronized (this) {
      if (stopping) {
        throw new RpcException(
            RpcException.Kind.PEER_GONE,
            "the plugin " + spec.name() + " is being stopped: it takes no more calls");
      }
      exports = members;
    }
    return exports.isDone() && !exports.isCompletedExceptionally()
        ? function(exports.join(), path).call(call)
        : exports.thenCompose(map -> later(map, path, call));
  }

  private static CompletionStage<Object> later(Map<?, ?> exports, List<String> path, Call call) {
    try {
      Object result = function(exports, path).call(call);
      if (result instanceof CompletionStage<?> stage) {
        return stage.thenApply(value -> value);
      }
      return CompletableFuture.completedFuture(result);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static RpcFunction function(Map<?, ?> exports, List<String> path) {
    Object at = exports;
    for (String name : path) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    if (at instanceof RpcFunction function) {
      return function;
    }
    throw new RpcException(
        RpcException.Kind.METHOD_NOT_FOUND,
        "the plugin no longer exports " + String.join(".", path));
  }

  /** The process has ended, for whatever reason. */
  private void exited(PluginProcess child, int code) {
    long backOff;
    synchronized (this) {
      if (child != process || stopping || !started) {
        return;
      }
      if (System.nanoTime() - startedNanos > 10 * MINUTE_NANOS) {
        restarts = 0;
      }
      if (code == PluginProcess.OUT_OF_MEMORY || restarts >= processes.processLimits().restarts()) {
        backOff = -1;
      } else {
        backOff = (long) processes.processLimits().backOffMillis() << restarts++;
        members = new CompletableFuture<>();
      }
    }
    if (code == PluginProcess.OUT_OF_MEMORY) {
      end(
          "it was stopped: memory: it needs more than "
              + processes.processLimits().heapMegabytes()
              + " MB of heap (processHeapMegabytes)");
    } else if (backOff < 0) {
      end("its process has ended too often, at last with the code " + code);
    } else {
      server.log(
          PluginLog.Level.WARN,
          "its process has ended with the code "
              + code
              + "; it is started again in "
              + backOff
              + " ms");
      processes.deadlines().after(backOff, () -> processes.executor().execute(this::restart));
    }
  }

  private void restart() {
    try {
      launch();
      CompletableFuture<Map<String, Object>> exports = members();
      processes
          .deadlines()
          .after(
              spec.patience().setupMillis() + START_GRACE_MILLIS,
              () ->
                  exports.completeExceptionally(
                      new PluginFailure("it did not start again in time")));
      exports.whenComplete(
          (map, failure) -> {
            if (failure != null) {
              end("it could not be started again: " + Clean.message(failure));
              return;
            }
            synchronized (this) {
              countFromNow();
            }
          });
    } catch (PluginFailure e) {
      end("it could not be started again: " + e.getMessage());
    }
  }

  /** Ends it, and says why. */
  private void end(String cause) {
    synchronized (this) {
      if (stopping || !started) {
        return;
      }
    }
    kill();
    server.ended(cause);
  }

  private void watch() {
    processes
        .deadlines()
        .after(
            WATCH_MILLIS,
            () -> {
              if (checked()) {
                watch();
              }
            });
  }

  /** What its JVM needs to start is not counted. */
  private void countFromNow() {
    minuteNanos = System.nanoTime();
    cpuAtMinute = process.cpu();
  }

  /** Looks at its processor time; false when there is nothing more to look at. */
  private boolean checked() {
    long limit = processes.limits().cpuMinuteMillis();
    synchronized (this) {
      if (stopping) {
        return false;
      }
      if (!members.isDone()) {
        return true; // it is being started again
      }
      Duration cpu = process.cpu();
      if (cpu.minus(cpuAtMinute).toMillis() <= limit) {
        if (System.nanoTime() - minuteNanos > MINUTE_NANOS) {
          countFromNow();
        }
        return true;
      }
    }
    end("it was stopped: processor time of a minute: more than " + limit + " ms");
    return false;
  }

  @Override
  public CompletionStage<Void> stop() {
    PluginProcess child;
    synchronized (this) {
      stopping = true;
      child = process;
    }
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    Runnable finish =
        () ->
            child
                .kill("the plugin " + spec.name() + " is stopped")
                .whenComplete((gone, failure) -> stopped.complete(null));
    var late = processes.deadlines().after(spec.patience().exitMillis() + WATCH_MILLIS, finish);
    child
        .stop()
        .whenComplete(
            (left, failure) -> {
              late.cancel(false);
              finish.run();
            });
    return stopped.whenComplete((done, failure) -> processes.ended(this));
  }

  @Override
  public void kill() {
    PluginProcess child;
    CompletableFuture<Map<String, Object>> waiting;
    synchronized (this) {
      stopping = true;
      child = process;
      waiting = members;
    }
    waiting.completeExceptionally(
        new RpcException(RpcException.Kind.PEER_GONE, "the plugin " + spec.name() + " is stopped"));
    if (child != null) {
      child.kill("the plugin " + spec.name() + " is stopped");
    }
    processes.ended(this);
  }

  @Override
  public RunningPlugin.Usage usage() {
    PluginProcess child;
    synchronized (this) {
      child = process;
    }
    return child == null ? RunningPlugin.Usage.UNKNOWN : child.usage();
  }

  /** The server for the plugin in one process, which is killed when the plugin has ended itself. */
  private final class Ending implements Server {
    private final PluginProcess child;

    Ending(PluginProcess child) {
      this.child = child;
    }

    @Override
    public CompletionStage<Object> ask(String method, List<Object> args) {
      return server.ask(method, args);
    }

    @Override
    public CompletionStage<PluginLibraries.Library> library(URI url) {
      return server.library(url);
    }

    @Override
    public RemoteFunction renewed(RemoteFunction function) {
      return server.renewed(function);
    }

    @Override
    public void log(PluginLog.Level level, String text) {
      server.log(level, text);
    }

    @Override
    public void ended(String cause) {
      synchronized (ProcessPlugin.this) {
        if (child != process) {
          return;
        }
      }
      end(cause);
    }
  }
}
