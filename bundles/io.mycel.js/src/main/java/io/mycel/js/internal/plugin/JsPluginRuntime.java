package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.internal.worker.JsWorkers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Runs plugins of the type {@code web-worker}. The engine is opened for the first of them; a server
 * without such plugins loads nothing of it.
 */
@Component(
    service = PluginRuntime.class,
    configurationPid = "io.mycel.js",
    property = PluginRuntime.TYPES + "=web-worker")
@Designate(ocd = JsConfig.class)
public final class JsPluginRuntime implements PluginRuntime {
  private static final int THREADS = 16;
  private static final int QUEUE = 10_000;

  private final BundleContext bundle;
  private final Settings settings;
  private final JsWorkers workers;
  private final ThreadPoolExecutor executor;
  private final Deadlines deadlines;

  /** Starts nothing yet. */
  @Activate
  public JsPluginRuntime(
      BundleContext bundle, JsConfig config, @Reference JsEngineFactory factory) {
    this.bundle = bundle;
    this.settings = Settings.of(config);
    this.workers = new JsWorkers(factory);
    this.executor = executor();
    this.deadlines = new Deadlines("mycel-js-clock");
  }

  private static ThreadPoolExecutor executor() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "mycel-js-" + number.incrementAndGet());
              thread.setDaemon(true);
              thread.setContextClassLoader(JsPluginRuntime.class.getClassLoader());
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public CompletionStage<RunningPlugin> start(PluginContext context) {
    HubServer server = new HubServer(context, bundle);
    try {
      LivePlugin live = plugin(context, server);
      return live.start()
          .handle(
              (members, failure) -> {
                if (failure == null) {
                  return new RunningJsPlugin(live, server, members);
                }
                server.close();
                throw new PluginFailure(Failures.message(failure));
              });
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private LivePlugin plugin(PluginContext context, HubServer server) {
    PluginSpec spec = Specs.of(context, settings.patience());
    return new ScriptPlugin(spec, server, workers, settings.limits(), executor, deadlines);
  }

  /** Ends what still runs. */
  @Deactivate
  public void close() {
    workers.close();
    deadlines.close();
    executor.shutdownNow();
  }
}
