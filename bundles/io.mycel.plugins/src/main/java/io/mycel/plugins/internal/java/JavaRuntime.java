package io.mycel.plugins.internal.java;

import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.plugins.internal.thread.DaemonThreads;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Runs plugins that are components of OSGi: such a plugin is the service of its component ({@link
 * io.mycel.api.plugin.Plugin}), and is there as long as that is.
 */
@Component(property = PluginRuntime.TYPES + "=java")
public final class JavaRuntime implements PluginRuntime {
  private static final int THREADS = 16;

  private final BundleContext context;
  private final ServiceComponentRuntime components;
  private final ThreadPoolExecutor executor;

  /** Made by the framework. */
  @Activate
  public JavaRuntime(BundleContext context, @Reference ServiceComponentRuntime components) {
    this.context = context;
    this.components = components;
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreads("io.mycel.plugins-java-"));
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public CompletionStage<RunningPlugin> start(PluginContext plugin) {
    JavaPlugin starting = new JavaPlugin(context, plugin, executor, components);
    return starting.start();
  }

  @Deactivate
  void stop() {
    executor.shutdown();
  }
}
