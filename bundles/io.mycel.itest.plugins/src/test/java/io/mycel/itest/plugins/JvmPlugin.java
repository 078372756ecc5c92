package io.mycel.itest.plugins;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.worker.JsWorker;
import io.mycel.js.internal.worker.JsWorkers;
import io.mycel.js.internal.worker.ScriptFunction;
import io.mycel.js.internal.worker.WorkerListener;
import io.mycel.js.internal.worker.WorkerSpec;
import io.mycel.plugins.internal.file.PluginFileParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A plugin file in a worker of this JVM. */
final class JvmPlugin implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  private final JsWorker worker;
  private final Map<?, ?> exported;

  private JvmPlugin(JsWorker worker, Map<?, ?> exported) {
    this.worker = worker;
    this.exported = exported;
  }

  static JvmPlugin start(JsWorkers workers, Path file) throws Exception {
    String name = file.getFileName().toString();
    PluginDescriptor plugin = PluginFileParser.parse(name, Files.readString(file)).select(null);
    WorkerListener listener = (level, text) -> System.out.println(name + ": " + text);
    JsWorker worker =
        workers.start(
            new WorkerSpec(name, JsFiles.NONE, Limits.defaults(), Runnable::run), listener);
    CompletableFuture<Object> exported = new CompletableFuture<>();
    RpcFunction export = call -> exported.complete(call.args().get(0));
    get(worker.define("api", Map.of("export", export)));
    PluginBlock script = plugin.blocks(PluginBlock.Kind.SCRIPT).get(0);
    get(worker.run(new JsSource(name, script.line(), script.content())));
    return new JvmPlugin(worker, (Map<?, ?>) get(exported));
  }

  /** Calls a function; arguments of null at the end are not given. */
  Object call(String function, Object... args) throws Exception {
    assertTrue(exported.get(function) instanceof ScriptFunction, exported.toString());
    return get(((ScriptFunction) exported.get(function)).call(Arrays.asList(args)));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    worker.stop();
  }
}
