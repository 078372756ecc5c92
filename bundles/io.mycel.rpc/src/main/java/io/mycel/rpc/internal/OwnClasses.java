package io.mycel.rpc.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of this bundle. An update takes its jar away, while calls that have begun go on with
 * the classes they began with: those not loaded by then could not be had any more.
 */
final class OwnClasses {
  private static final Logger LOG = LoggerFactory.getLogger(OwnClasses.class);

  private OwnClasses() {}

  /** Loads them all, which takes some ten milliseconds the first time. */
  static void load(BundleContext context) {
    Bundle bundle = context.getBundle();
    BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return;
    }
    String folder = OwnClasses.class.getPackageName().replace('.', '/');
    int options = BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE;
    for (String file : wiring.listResources(folder, "*.class", options)) {
      String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
      try {
        Class.forName(name, false, wiring.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        LOG.debug("{} cannot be loaded", name, e);
      }
    }
  }
}
