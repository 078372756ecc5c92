package io.mycel.js.engine.internal.form;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Defines the classes of this bundle that use the engine a second time, so that they see it in its
 * layer; everything else of the bundle is the same.
 */
final class EngineLoader extends ClassLoader {
  private static final String PACKAGE = "io.mycel.js.engine.internal.graal.";

  static {
    registerAsParallelCapable();
  }

  private final Bundle bundle;
  private final ClassLoader bundleLoader;

  EngineLoader(ClassLoader layer, Bundle bundle) {
    super("mycel-js-engine", layer);
    this.bundle = bundle;
    this.bundleLoader = bundle.adapt(BundleWiring.class).getClassLoader();
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE)) {
      return bundleLoader.loadClass(name);
    }
    URL entry = bundle.getEntry(name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = entry.openStream()) {
      byte[] code = in.readAllBytes();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
