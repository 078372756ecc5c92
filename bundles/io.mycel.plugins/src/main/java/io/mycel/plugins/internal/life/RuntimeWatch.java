package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginRuntime;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees runtimes come and go. Whoever takes one away waits until its plugins are elsewhere. */
final class RuntimeWatch implements ServiceTrackerCustomizer<PluginRuntime, Runtimes.Runtime> {
  private static final Logger LOG = LoggerFactory.getLogger(RuntimeWatch.class);

  private final BundleContext context;
  private final Life life;
  private final ServiceTracker<PluginRuntime, Runtimes.Runtime> tracker;
  private volatile boolean closing;

  RuntimeWatch(BundleContext context, Life life) {
    this.context = context;
    this.life = life;
    this.tracker = new ServiceTracker<>(context, PluginRuntime.class, this);
  }

  void open() {
    tracker.open();
  }

  /** Lets go of the runtimes. Nothing runs at them any more. */
  void close() {
    closing = true;
    tracker.close();
  }

  @Override
  public Runtimes.Runtime addingService(ServiceReference<PluginRuntime> reference) {
    PluginRuntime service = context.getService(reference);
    if (service == null) {
      return null;
    }
    Runtimes.Runtime runtime = Runtimes.Runtime.of(reference, service);
    if (runtime.types().isEmpty()) {
      LOG.error(
          "the runtime {} of bundle {} runs nothing: it lacks the property {}",
          service.getClass().getName(),
          reference.getBundle(),
          PluginRuntime.TYPES);
    }
    life.runtimeHere(runtime);
    return runtime;
  }

  @Override
  public void modifiedService(ServiceReference<PluginRuntime> reference, Runtimes.Runtime runtime) {
    LOG.warn(
        "the properties of the runtime {} have changed; its types stay {}",
        runtime.service().getClass().getName(),
        runtime.types());
  }

  @Override
  public void removedService(ServiceReference<PluginRuntime> reference, Runtimes.Runtime runtime) {
    if (!closing) {
      life.await(life.runtimeGone(runtime));
    }
    context.ungetService(reference);
  }
}
