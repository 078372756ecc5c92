package io.mycel.runtime.platform;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Hands the configuration to ConfigAdmin, before the components that read it exist. */
final class ConfigurationWriter {
  private final BundleContext context;

  ConfigurationWriter(BundleContext context) {
    this.context = context;
  }

  /**
   * Writes every configuration.
   *
   * @param configurations PID to properties
   */
  void write(Map<String, Map<String, Object>> configurations) throws BundleException, IOException {
    ServiceReference<ConfigurationAdmin> reference =
        context.getServiceReference(ConfigurationAdmin.class);
    if (reference == null) {
      throw new BundleException("there is no ConfigAdmin service");
    }
    ConfigurationAdmin admin = context.getService(reference);
    for (Map.Entry<String, Map<String, Object>> entry : configurations.entrySet()) {
      // The location "?" lets any bundle have it.
      Configuration configuration = admin.getConfiguration(entry.getKey(), "?");
      configuration.update(new Hashtable<>(entry.getValue()));
    }
    context.ungetService(reference);
  }
}
