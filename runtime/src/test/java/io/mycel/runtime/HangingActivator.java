package io.mycel.runtime;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Never comes back from its stop. */
public final class HangingActivator implements BundleActivator {
  /** Made by the framework. */
  public HangingActivator() {}

  @Override
  public void start(BundleContext context) {}

  @Override
  public void stop(BundleContext context) throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
