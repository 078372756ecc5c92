package io.mycel.plugins.internal.java;

import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.RunningPlugin;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of a plugin in Java. It waits for the service of its component, holds it, and lets go
 * of it when the service is taken away: whoever does that waits until the last call has ended.
 */
final class JavaPlugin
    implements RunningPlugin, ServiceTrackerCustomizer<Object, ServiceReference<Object>> {
  private static final Logger LOG = LoggerFactory.getLogger(JavaPlugin.class);

  /** Longer than the hub waits for the last call. */
  private static final int PATIENCE_SECONDS = 20;

  private final BundleContext context;
  private final PluginContext plugin;
  private final Executor executor;
  private final ServiceComponentRuntime components;
  private final ServiceTracker<Object, ServiceReference<Object>> tracker;
  private final CompletableFuture<RunningPlugin> started = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private ServiceReference<Object> held;
  private volatile JavaMembers members;

  JavaPlugin(
      BundleContext context,
      PluginContext plugin,
      Executor executor,
      ServiceComponentRuntime components) {
    this.context = context;
    this.plugin = plugin;
    this.executor = executor;
    this.components = components;
    try {
      this.tracker =
          new ServiceTracker<>(
              context,
              FrameworkUtil.createFilter(
                  "(&(mycel.plugin.name=*)(%s=%d))"
                      .formatted(Constants.SERVICE_BUNDLEID, plugin.bundle().getBundleId())),
              this);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter for the service of a plugin", e);
    }
  }

  CompletionStage<RunningPlugin> start() {
    plugin.cancelled().thenRun(() -> executor.execute(this::cancel));
    executor.execute(this::look);
    return started;
  }

  private void look() {
    // all of them: they are called by reflection, whosever the packages of their types are
    tracker.open(true);
    if (tracker.isEmpty() && !started.isDone()) {
      String cause = ComponentStates.why(components, plugin.bundle());
      synchronized (this) {
        if (held == null && !started.isDone()) { // else it has come meanwhile, and waits no more
          plugin.waiting(cause);
        }
      }
    }
  }

  private void cancel() {
    if (started.completeExceptionally(
        new IllegalStateException("its start was given up while it waited for its component"))) {
      tracker.close();
    }
  }

  @Override
  public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
    synchronized (this) {
      if (held != null || started.isDone()) {
        return null; // one component of a bundle is the plugin
      }
      held = reference;
      plugin.waiting("");
    }
    // not on the thread of whoever registers it: the constructor and setup may take long
    executor.execute(() -> take(reference));
    return reference;
  }

  private void take(ServiceReference<Object> reference) {
    try {
      Object service = context.getService(reference);
      if (service == null) {
        throw new IllegalStateException(
            "its component does not activate: " + ComponentStates.why(components, plugin.bundle()));
      }
      JavaMembers found =
          JavaMembers.of(
              service, (String[]) reference.getProperty(Constants.OBJECTCLASS), plugin.id());
      members = found;
      JavaMembers.Step first = plugin.resumed() ? found.resume() : found.setup();
      first
          .run()
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  // cancelled meanwhile: it is let go of
                  if (!started.complete(this)) {
                    release(reference);
                  }
                } else {
                  fail(failure, reference);
                }
              });
    } catch (RuntimeException | LinkageError e) {
      fail(e, reference);
    }
  }

  private void fail(Throwable failure, ServiceReference<Object> reference) {
    started.completeExceptionally(failure);
    release(reference);
    executor.execute(tracker::close);
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, ServiceReference<Object> same) {
    LOG.trace("{}: the properties of its component have changed", plugin.id());
  }

  @Override
  public void removedService(ServiceReference<Object> reference, ServiceReference<Object> same) {
    if (started.isDone() && !started.isCompletedExceptionally() && !ended.isDone()) {
      goes();
    } else {
      started.completeExceptionally(
          new IllegalStateException("its component went while it was being started"));
    }
    release(reference);
  }

  /** Its component is taken away: the calls that it has must end before. */
  private void goes() {
    try {
      plugin
          .leaving("its component goes")
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("{}: its component goes with calls in flight", plugin.id(), e);
    }
    ended.complete(null);
    executor.execute(tracker::close);
  }

  private synchronized void release(ServiceReference<Object> reference) {
    if (reference.equals(held)) {
      held = null;
      members = null;
      try {
        context.ungetService(reference);
      } catch (IllegalStateException e) {
        LOG.debug("{}: the runtime of plugins in Java has stopped", plugin.id(), e);
      }
    }
  }

  @Override
  public Map<String, Object> members() {
    JavaMembers now = members;
    return now == null ? Map.of() : now.functions();
  }

  @Override
  public CompletionStage<Void> stop() {
    JavaMembers last = members;
    if (!ended.complete(null) || last == null) {
      return CompletableFuture.completedStage(null);
    }
    return CompletableFuture.supplyAsync(last.exit()::run, executor)
        .thenCompose(exit -> exit)
        .whenCompleteAsync((done, failure) -> tracker.close(), executor);
  }
}
