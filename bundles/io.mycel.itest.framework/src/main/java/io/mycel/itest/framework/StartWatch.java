package io.mycel.itest.framework;

import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Counts how often bundles of a name are started. */
final class StartWatch implements SynchronousBundleListener, AutoCloseable {
  private final BundleContext context;
  private final String symbolicName;
  private final AtomicInteger started = new AtomicInteger();

  StartWatch(BundleContext context, String symbolicName) {
    this.context = context;
    this.symbolicName = symbolicName;
    context.addBundleListener(this);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.STARTING
        && symbolicName.equals(event.getBundle().getSymbolicName())) {
      started.incrementAndGet();
    }
  }

  int count() {
    return started.get();
  }

  @Override
  public void close() {
    context.removeBundleListener(this);
  }
}
