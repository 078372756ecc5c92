package io.mycel.itest.framework;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** Lets the transport listen on a port that is free, as soon as ConfigAdmin is there. */
public final class TestConfiguration implements BundleActivator {
  private ServiceTracker<ConfigurationAdmin, ConfigurationAdmin> tracker;

  /** Made by the framework. */
  public TestConfiguration() {}

  @Override
  public void start(BundleContext context) {
    tracker =
        new ServiceTracker<>(context, ConfigurationAdmin.class, null) {
          @Override
          public ConfigurationAdmin addingService(ServiceReference<ConfigurationAdmin> reference) {
            ConfigurationAdmin admin = super.addingService(reference);
            try {
              admin
                  .getConfiguration("io.mycel.transport.jetty", "?")
                  .update(new Hashtable<>(Map.of("port", 0)));
            } catch (IOException e) {
              throw new UncheckedIOException("configuration of the transport", e);
            }
            return admin;
          }
        };
    tracker.open();
  }

  @Override
  public void stop(BundleContext context) {
    tracker.close();
  }
}
