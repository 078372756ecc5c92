package io.mycel.runtime.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A framework with those bundles of the executable jar that tools consist of ({@code
 * bndrun/tools.bndrun}). No bundle is started, and the framework is neither: their classes are all
 * that is wanted, so it is there in a moment, in a folder that goes with it.
 */
public final class ToolPlatform implements AutoCloseable {
  /** The header of the jar that names the bundles. */
  private static final String HEADER = "Mycel-Tools";

  private static final String PROVIDER = "io.mycel.plugins";

  /** In step with {@code bndrun/tools.bndrun}. */
  private static final String CAPABILITIES =
      "osgi.extender;osgi.extender=osgi.component;version:Version=\"1.5.0\","
          + "osgi.extender;osgi.extender=osgi.serviceloader.processor;version:Version=\"1.0.0\","
          + "osgi.serviceloader;osgi.serviceloader=org.slf4j.spi.SLF4JServiceProvider";

  private static final long STOP_MILLIS = 5000;

  private final Path folder;
  private final Framework framework;
  private final ClassLoader loader;

  private ToolPlatform(Path folder, Framework framework, ClassLoader loader) {
    this.folder = folder;
    this.framework = framework;
    this.loader = loader;
  }

  /**
   * Opens it.
   *
   * @param shared a package of the launcher that the bundles are to use instead of their own, with
   *     its version: {@code com.example;version="1.0"}
   * @param err where the framework logs
   */
  public static ToolPlatform open(String shared, PrintStream err)
      throws IOException, BundleException {
    // SLF4J would tell that it logs nothing
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Path folder = Files.createTempDirectory("mycel-tools-");
    Map<String, Object> properties = FrameworkProperties.shared(new FrameworkLog(err));
    properties.put(Constants.FRAMEWORK_STORAGE, folder.toString());
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, shared);
    properties.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, CAPABILITIES);
    Framework framework = new Felix(properties);
    try {
      framework.init();
      return new ToolPlatform(folder, framework, loader(framework));
    } catch (IOException | BundleException e) {
      delete(folder);
      throw e;
    }
  }

  private static ClassLoader loader(Framework framework) throws IOException, BundleException {
    BundleContext context = framework.getBundleContext();
    List<Bundle> bundles = new ArrayList<>();
    try (ZipFile jar = new ZipFile(OwnJar.path().toFile())) {
      Set<String> wanted = Set.of(OwnJar.header(HEADER).split(","));
      for (NestedBundle nested : NestedBundle.in(jar)) {
        if (wanted.contains(nested.name())) {
          try (InputStream in = jar.getInputStream(jar.getEntry(nested.entry()))) {
            bundles.add(context.installBundle("mycel:" + nested.name(), in));
          }
        }
      }
    }
    Bundle provider =
        bundles.stream()
            .filter(bundle -> PROVIDER.equals(bundle.getSymbolicName()))
            .findFirst()
            .orElseThrow(() -> new BundleException("there is no " + PROVIDER + " in the jar"));
    if (!framework.adapt(FrameworkWiring.class).resolveBundles(List.of(provider))) {
      throw new BundleException(PROVIDER + " misses something in the jar of Mycel");
    }
    return provider.adapt(BundleWiring.class).getClassLoader();
  }

  /** What the bundles have for an interface of the shared package. */
  public <T> T tool(Class<T> type) {
    return ServiceLoader.load(type, loader).findFirst().orElseThrow();
  }

  @Override
  public void close() throws BundleException, IOException {
    framework.stop();
    try {
      framework.waitForStop(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
