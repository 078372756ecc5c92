package io.mycel.bench.js;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginLog;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.plugin.PluginSpec;
import io.mycel.js.internal.plugin.Server;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Plugins that need nothing of a server. */
public final class BenchPlugin {
  private static final long PATIENCE_SECONDS = 300;
  private static final int LONG = 600_000;

  private BenchPlugin() {}

  /** A plugin of one script. */
  public static PluginSpec of(String name, String script) {
    return new PluginSpec(
        "bench/" + name,
        name + ".imjoy.html",
        List.of(),
        List.of(new PluginSpec.Script(script, 1, 0, null, false)),
        Map.of(),
        Map.of("id", name, "workspace", "bench"),
        false,
        false,
        List.of(),
        false,
        new PluginSpec.Patience(10_000, 10_000, 1_000, 10_000));
  }

  /** The usual limits, but for the processor: what is measured may take all of it. */
  static Limits limits() {
    Limits usual = Limits.defaults();
    return new Limits(
        LONG,
        LONG,
        usual.statements(),
        usual.stackBytes(),
        usual.outputBytesPerMinute(),
        usual.lineBytes(),
        usual.messageBytes(),
        usual.timers(),
        usual.pendingPromises(),
        usual.waitingCalls(),
        usual.stopMillis());
  }

  /** Waits. */
  public static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** There is nothing that the plugin needs of a server. */
  public static final class NoServer implements Server {
    @Override
    public CompletionStage<Object> ask(String method, List<Object> args) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<PluginLibraries.Library> library(URI url) {
      return CompletableFuture.failedFuture(new IllegalArgumentException("no libraries"));
    }

    @Override
    public void log(PluginLog.Level level, String text) {}

    @Override
    public void ended(String cause) {
      throw new IllegalStateException(cause);
    }
  }
}
