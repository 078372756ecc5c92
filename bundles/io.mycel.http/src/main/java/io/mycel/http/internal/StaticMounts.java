package io.mycel.http.internal;

import io.mycel.api.http.HttpRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers a route for each configured directory. One that cannot be served is logged as an error
 * and left out; the others are served.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = HttpConfig.PID)
public final class StaticMounts {
  private static final Logger log = LoggerFactory.getLogger(StaticMounts.class);

  private final List<ServiceRegistration<HttpRoute>> registrations = new ArrayList<>();

  @Activate
  public StaticMounts(BundleContext context, HttpConfig config) {
    Set<String> taken = new HashSet<>();
    for (String text : config.staticMounts()) {
      try {
        MountSpec spec = MountSpec.parse(text);
        if (!taken.add(spec.path())) {
          throw new IllegalArgumentException(
              "static mount '" + text + "': " + spec.path() + " is mounted already");
        }
        registrations.add(register(context, spec));
        log.info("serving {} at {}", spec.directory(), spec.path());
      } catch (IllegalArgumentException e) {
        log.error("ignored: {}", e.getMessage());
      }
    }
  }

  @Deactivate
  void stop() {
    registrations.forEach(ServiceRegistration::unregister);
    registrations.clear();
  }

  private static ServiceRegistration<HttpRoute> register(BundleContext context, MountSpec spec) {
    StaticMount mount = new StaticMount(spec.path(), realDirectory(spec));
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(HttpRoute.PATTERN, mount.patterns());
    return context.registerService(HttpRoute.class, mount, properties);
  }

  private static Path realDirectory(MountSpec spec) {
    try {
      Path real = spec.directory().toRealPath();
      if (Files.isDirectory(real)) {
        return real;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "static mount " + spec.path() + ": no directory " + spec.directory(), e);
    }
    throw new IllegalArgumentException(
        "static mount " + spec.path() + ": " + spec.directory() + " is not a directory");
  }
}
