package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.install.PluginUri;
import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Lets Felix FileInstall, where a host has it, take plugin files in its folders for bundles. There
 * is nothing to compile against: its package is imported if it is there.
 */
final class FileInstallTransformer implements InvocationHandler {
  private static final String PACKAGE = "org.apache.felix.fileinstall.";
  private static final String TRANSFORMER = PACKAGE + "ArtifactUrlTransformer";
  private static final String LISTENER = PACKAGE + "ArtifactListener";

  private FileInstallTransformer() {}

  /** Offers it; nothing is done where there is no FileInstall. */
  static Optional<ServiceRegistration<?>> register(BundleContext context) {
    ClassLoader loader = FileInstallTransformer.class.getClassLoader();
    try {
      Object transformer =
          Proxy.newProxyInstance(
              loader,
              new Class<?>[] {Class.forName(TRANSFORMER, false, loader)},
              new FileInstallTransformer());
      return Optional.of(
          context.registerService(new String[] {TRANSFORMER, LISTENER}, transformer, null));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
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
