package io.mycel.js.engine.internal.form;

import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.engine.internal.graal.GraalEngines;

/**
 * The engine's jars on the class path of this bundle. Wants a framework that lets bundles see
 * internal packages of the JDK.
 */
final class BundleForm {
  /** What the engine's native library looks for through the loader of the bundle. */
  private static final String JDK_CLASS = "jdk.internal.module.Modules";

  private static final String COMPILER_MODULE = "org.graalvm.truffle.compiler";
  private static final String COMPILER_CLASS = "com.oracle.truffle.compiler.TruffleCompilable";

  private BundleForm() {}

  /** True if the framework was started with the properties that this form needs. */
  static boolean isPossible(ClassLoader bundle) {
    if (find(JDK_CLASS, bundle) == null) {
      return false;
    }
    if (ModuleLayer.boot().findModule(COMPILER_MODULE).isEmpty()) {
      return true;
    }
    // The compiler is in the JVM: its interface must be seen there, and not in a jar of the bundle.
    Class<?> compiler = find(COMPILER_CLASS, bundle);
    return compiler != null && compiler.getModule().isNamed();
  }

  private static Class<?> find(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  static JsEngineFactory factory() {
    return new GraalEngines();
  }
}
