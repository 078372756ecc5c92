package io.mycel.js.internal.plugin;

import com.fasterxml.jackson.core.JsonFactory;
import io.mycel.api.http.HealthCheck;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import io.mycel.api.http.Meter;
import io.mycel.api.hub.Hub;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginPermissions;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.transport.Listener;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.internal.net.Network;
import io.mycel.js.internal.net.OwnServer;
import io.mycel.js.internal.process.BundleJars;
import io.mycel.js.internal.process.ChildProcesses;
import io.mycel.js.internal.thread.DaemonThreads;
import io.mycel.js.internal.worker.JsWorkers;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs plugins of the type {@code web-worker}. The engine is opened for the first of them that runs
 * in the server; a server without such plugins loads nothing of it.
 */
@Component(
    service = {PluginRuntime.class, Meter.class, HealthCheck.class, HttpRoute.class},
    configurationPid = "io.mycel.js",
    property = {PluginRuntime.TYPES + "=web-worker", HttpRoute.PATTERN + "=/health/javascript"})
@Designate(ocd = JsConfig.class)
public final class JsPluginRuntime implements PluginRuntime, Meter, HealthCheck, HttpRoute {
  private static final Logger LOG = LoggerFactory.getLogger(JsPluginRuntime.class);
  private static final int THREADS = 16;
  private static final int QUEUE = 10_000;

  /** Classes of the bundles that the process of a plugin needs. */
  private static final List<Class<?>> IN_CHILD =
      List.of(
          JsPluginRuntime.class,
          JsEngineFactory.class,
          RpcFunction.class,
          PluginContext.class,
          JsonFactory.class,
          Logger.class);

  private final BundleContext bundle;
  private final Settings settings;
  private final JsWorkers workers;
  private final PluginWorkers inJvm;
  private final ThreadPoolExecutor executor;
  private final Deadlines deadlines;
  private final ChildProcesses processes;
  private final OwnServer own = new OwnServer();
  private final Network network;
  private final AtomicReference<Hub> hub = new AtomicReference<>();

  /** Starts nothing yet. */
  @Activate
  public JsPluginRuntime(
      BundleContext bundle, JsConfig config, @Reference JsEngineFactory factory) {
    this(bundle, config, factory, new BundleJars(IN_CHILD), dataFolder(bundle));
  }

  JsPluginRuntime(
      BundleContext bundle,
      JsConfig config,
      JsEngineFactory factory,
      ChildProcesses.ClassPath classPath,
      Path folder) {
    this.bundle = bundle;
    this.settings = Settings.of(config);
    this.workers = new JsWorkers(factory);
    this.executor = executor();
    this.inJvm = new PluginWorkers(workers, settings.limits(), executor);
    workers.whenEnded(this::dropUnusedSpare);
    this.network = new Network(settings.network(), own);
    this.deadlines = new Deadlines("mycel-js-clock");
    this.processes =
        new ChildProcesses(
            classPath, folder, settings.processes(), settings.limits(), executor, deadlines);
  }

  /** The server listens. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindListener(Listener listener) {
    own.listens(listener);
  }

  /** It no longer does. */
  void unbindListener(Listener listener) {
    own.ended(listener);
  }

  /** There is a hub. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindHub(Hub now) {
    hub.set(now);
  }

  /** It goes. */
  void unbindHub(Hub before) {
    hub.compareAndSet(before, null);
  }

  private static Path dataFolder(BundleContext bundle) {
    File folder = bundle.getDataFile("process");
    return folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder.toPath();
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
            task -> DaemonThreads.make("mycel-js-" + number.incrementAndGet(), task));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public CompletionStage<RunningPlugin> start(PluginContext context) {
    PluginPermissions permissions = context.permissions();
    HubServer server =
        new HubServer(
            context,
            bundle,
            hub::get,
            network.permitting(permissions::allowsHost),
            new WorkspaceFiles(
                context.workspaceFolder(), permissions.files(), settings.limits().messageBytes()),
            executor);
    try {
      LivePlugin live = plugin(context, server);
      context.cancelled().thenRun(live::kill);
      return live.start()
          .handle(
              (members, failure) -> {
                if (failure == null) {
                  othersMayFollow(context.isolation());
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
    PluginSpec spec = Specs.of(context, settings.patience(), own.url());
    return context.isolation() == Isolation.PROCESS
        ? processes.plugin(spec, server)
        : new ScriptPlugin(spec, server, inJvm, deadlines);
  }

  /** While there is a plugin in this JVM, a world is kept for the next. */
  private void othersMayFollow(Isolation isolation) {
    if (isolation == Isolation.IN_JVM) {
      try {
        executor.execute(this::keepSpare);
      } catch (RejectedExecutionException e) {
        LOG.debug("no spare world: too much is to be done, or this stops", e);
      }
    }
  }

  private void keepSpare() {
    try {
      inJvm.prepare();
      dropUnusedSpare();
    } catch (IllegalStateException e) {
      LOG.debug("no spare world: this has stopped", e);
    }
  }

  private void dropUnusedSpare() {
    if (workers.status().running() == 0) {
      inJvm.dropSpare();
    }
  }

  /** Whether a world in this JVM waits for a plugin. */
  boolean hasSpareWorld() {
    return inJvm.hasSpare();
  }

  /** How many processes wait for a plugin. */
  int spareProcesses() {
    return processes.spares();
  }

  @Override
  public List<Sample> read() {
    return Figures.of(workers.status());
  }

  @Override
  public List<Problem> problems() {
    return Health.problems(workers.status());
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return CompletableFuture.completedFuture(Health.of(workers.status()));
  }

  /** Ends what still runs. */
  @Deactivate
  public void close() {
    processes.close();
    workers.close();
    network.close();
    deadlines.close();
    executor.shutdownNow();
  }
}
