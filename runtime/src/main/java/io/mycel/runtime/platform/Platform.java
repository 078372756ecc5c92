package io.mycel.runtime.platform;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The OSGi framework with the bundles of the executable jar: started once, stopped once. */
public final class Platform {
  /** The version that Felix ConfigAdmin exports: it is to use the launcher's. */
  private static final String SHARED_PACKAGES = "org.osgi.service.cm;version=\"1.6.0\"";

  private final Path jar;
  private final FrameworkLog log;
  private final Framework framework;
  private ListenerWatch listener;

  /**
   * A platform, not yet started.
   *
   * @param jar the executable jar
   * @param cache where the framework keeps its bundles between starts
   * @param err where the framework logs
   */
  public Platform(Path jar, Path cache, PrintStream err) {
    this.jar = jar;
    this.log = new FrameworkLog(err);
    this.framework = new Felix(properties(cache, log));
  }

  /**
   * Starts every bundle, and waits for all but the console, which nobody else waits for. Bundles
   * that fail to start are logged; see {@link #absent()}.
   *
   * @param configurations PID to properties, written before any component can ask
   * @param patience how long the bundles may take
   */
  public void start(Map<String, Map<String, Object>> configurations, Duration patience)
      throws BundleException, IOException, InterruptedException {
    framework.init(log);
    BundleContext context = framework.getBundleContext();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      new Reconciler(context, zip).run();
    }
    framework.start();
    new ConfigurationWriter(context).write(configurations);
    listener = new ListenerWatch(context);
    // All of them: whose class is meant does not matter to one who knows only its name.
    listener.open(true);
    raise(patience);
    framework.adapt(FrameworkStartLevel.class).setStartLevel(StartLevels.ALL);
  }

  /** What became of the attempt to listen, as soon as it is known. */
  public Listening awaitListening(Duration patience) throws InterruptedException {
    return listener.await(patience);
  }

  /** The symbolic names of the bundles that are not active though they should be after a start. */
  public List<String> absent() {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(
            bundle -> bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING)
        .filter(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
        .filter(bundle -> bundle.adapt(BundleStartLevel.class).getStartLevel() <= StartLevels.MYCEL)
        .map(Bundle::getSymbolicName)
        .toList();
  }

  /** Blocks until the framework has stopped, whoever stops it. */
  public void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }

  /**
   * Stops everything, in the reverse order of the start.
   *
   * @return whether all has stopped in time
   */
  public boolean stop(Duration patience) throws BundleException, InterruptedException {
    framework.stop();
    return framework.waitForStop(patience.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
  }

  private void raise(Duration patience) throws InterruptedException, BundleException {
    CountDownLatch raised = new CountDownLatch(1);
    framework
        .adapt(FrameworkStartLevel.class)
        .setStartLevel(StartLevels.MYCEL, event -> raised.countDown());
    if (!raised.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new BundleException(
          "the bundles did not start within "
              + patience.toSeconds()
              + " s; not active: "
              + absent());
    }
  }

  private static Map<String, Object> properties(Path cache, FrameworkLog log) {
    Map<String, Object> all = FrameworkProperties.shared(log);
    all.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED_PACKAGES);
    all.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(StartLevels.CONFIGURATION));
    // The command line is the truth at every start, and a secret in it is not written to a file.
    all.put("felix.cm.pm", "memory");
    return all;
  }
}
