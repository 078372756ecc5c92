package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsEngineFactory;
import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** The runtime without a framework. */
final class TestRuntime implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  final JsPluginRuntime runtime;

  private TestRuntime(JsPluginRuntime runtime) {
    this.runtime = runtime;
  }

  /** A runtime with the defaults, but for some properties. */
  static TestRuntime of(Map<String, Object> properties) {
    JsConfig config =
        (JsConfig)
            Proxy.newProxyInstance(
                JsConfig.class.getClassLoader(),
                new Class<?>[] {JsConfig.class},
                (proxy, method, args) ->
                    properties.getOrDefault(method.getName(), method.getDefaultValue()));
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    return new TestRuntime(
        new JsPluginRuntime(
            null,
            config,
            JsEngineFactory.onClassPath(),
            folder -> classPath,
            Path.of("target", "process").toAbsolutePath()));
  }

  RunningPlugin start(TestContext context) {
    return get(runtime.start(context));
  }

  /** Waits for a spare process. */
  void awaitSpare() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (runtime.spareProcesses() == 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /** The cause of a start that fails. */
  String failure(TestContext context) {
    CompletableFuture<RunningPlugin> started = runtime.start(context).toCompletableFuture();
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> started.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    return e.getCause().getMessage();
  }

  static Object call(RunningPlugin plugin, String name, Object... args) {
    return call(plugin, name, Arrays.asList(args), Map.of());
  }

  static Object call(
      RunningPlugin plugin, String name, List<Object> args, Map<String, Object> kwargs) {
    return call((RpcFunction) plugin.members().get(name), args, kwargs);
  }

  static Object call(RpcFunction function, List<Object> args, Map<String, Object> kwargs) {
    try {
      Object answer = function.call(new Call(args, kwargs, null));
      return answer instanceof CompletionStage<?> stage ? get(stage) : answer;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RpcException rpc) {
        throw rpc;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    runtime.close();
  }
}
