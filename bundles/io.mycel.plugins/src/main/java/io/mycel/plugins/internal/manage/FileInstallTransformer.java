package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.install.PluginUri;
import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Locale;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Felix FileInstall, where a host has it, take plugin files in its folders for bundles. There
 * is nothing to compile against and nothing to import: its interfaces are its own, whenever it
 * comes.
 */
final class FileInstallTransformer implements InvocationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FileInstallTransformer.class);
  private static final String PACKAGE = "org.apache.felix.fileinstall";
  private static final String TRANSFORMER = PACKAGE + ".ArtifactUrlTransformer";
  private static final String LISTENER = PACKAGE + ".ArtifactListener";

  private FileInstallTransformer() {}

  /** Offers it whenever a FileInstall runs, until the tracker is closed. */
  static BundleTracker<ServiceRegistration<?>> track(BundleContext context) {
    BundleTracker<ServiceRegistration<?>> tracker =
        new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, null) {
          @Override
          public ServiceRegistration<?> addingBundle(Bundle bundle, BundleEvent event) {
            return isFileInstall(bundle) ? register(context, bundle) : null;
          }

          @Override
          public void removedBundle(
              Bundle bundle, BundleEvent event, ServiceRegistration<?> registration) {
            registration.unregister();
          }
        };
    tracker.open();
    return tracker;
  }

  private static boolean isFileInstall(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring != null
        && wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
            .anyMatch(
                each ->
                    PACKAGE.equals(each.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
  }

  private static ServiceRegistration<?> register(BundleContext context, Bundle fileInstall) {
    try {
      Class<?> type = fileInstall.loadClass(TRANSFORMER);
      Object transformer =
          Proxy.newProxyInstance(
              type.getClassLoader(), new Class<?>[] {type}, new FileInstallTransformer());
      return context.registerService(new String[] {TRANSFORMER, LISTENER}, transformer, null);
    } catch (ClassNotFoundException e) {
      LOG.warn("FileInstall is there, but plugin files in its folders are not for it: {}", e, e);
      return null;
    }
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Exception {
    return switch (method.getName()) {
      case "canHandle" ->
          ((File) arguments[0]).getName().toLowerCase(Locale.ROOT).endsWith(PluginUri.EXTENSION);
      case "transform" -> new URL(PluginUrls.PROTOCOL + ":" + arguments[0]);
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "plugins for FileInstall";
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }
}
