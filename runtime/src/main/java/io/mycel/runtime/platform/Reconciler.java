package io.mycel.runtime.platform;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Makes the bundles that the framework kept from its last run the ones of this jar: what is new is
 * installed, what has other bytes updated, what is gone uninstalled. Bundles that others installed
 * are left alone.
 */
final class Reconciler {
  private static final String SCHEME = "mycel:";

  private final BundleContext context;
  private final ZipFile jar;
  private final Path record;
  private final Properties installed = new Properties();

  /**
   * A reconciler.
   *
   * @param context of the framework, initialised and not yet started
   * @param jar the executable jar
   */
  Reconciler(BundleContext context, ZipFile jar) {
    this.context = context;
    this.jar = jar;
    File file = context.getDataFile("bundles-of-mycel.properties");
    this.record = file.toPath();
  }

  /** Does it; a second time changes nothing. */
  void run() throws IOException, BundleException {
    if (Files.exists(record)) {
      try (InputStream in = Files.newInputStream(record)) {
        installed.load(in);
      }
    }
    List<NestedBundle> wanted = NestedBundle.in(jar);
    boolean changed = uninstallAllBut(wanted.stream().map(NestedBundle::name).toList());
    for (NestedBundle bundle : wanted) {
      changed |= provide(bundle);
    }
    if (changed) {
      write();
    }
  }

  private boolean uninstallAllBut(List<String> names) throws BundleException {
    boolean changed = false;
    for (Bundle bundle : context.getBundles()) {
      String location = bundle.getLocation();
      if (location.startsWith(SCHEME) && !names.contains(location.substring(SCHEME.length()))) {
        bundle.uninstall();
        installed.remove(location.substring(SCHEME.length()));
        changed = true;
      }
    }
    return changed;
  }

  private boolean provide(NestedBundle nested) throws IOException, BundleException {
    Bundle bundle = context.getBundle(SCHEME + nested.name());
    if (bundle != null && nested.fingerprint().equals(installed.get(nested.name()))) {
      return false;
    }
    try (InputStream in = jar.getInputStream(jar.getEntry(nested.entry()))) {
      if (bundle == null) {
        bundle = context.installBundle(SCHEME + nested.name(), in);
        bundle.adapt(BundleStartLevel.class).setStartLevel(StartLevels.of(nested.name()));
      } else {
        bundle.update(in);
      }
    }
    if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
      // Kept by the framework: from the next start on, its level alone starts it.
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    }
    installed.setProperty(nested.name(), nested.fingerprint());
    return true;
  }

  private void write() throws IOException {
    Path fresh = record.resolveSibling(record.getFileName() + ".new");
    try (OutputStream out = Files.newOutputStream(fresh)) {
      installed.store(out, null);
    }
    Files.move(fresh, record, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
