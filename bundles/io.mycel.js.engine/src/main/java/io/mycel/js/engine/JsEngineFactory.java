package io.mycel.js.engine;

import java.util.ServiceLoader;
import org.osgi.annotation.versioning.ProviderType;

/** Opens engines. A service; nothing of the engine is loaded before {@link #open} is called. */
@ProviderType
public interface JsEngineFactory {

  /**
   * Opens an engine, which takes some tenths of a second the first time. Whoever opens it closes
   * it.
   *
   * @throws JsException if it cannot run here; the message says why and what to do
   */
  JsEngine open();

  /** The factory on the class path of a program without OSGi. */
  static JsEngineFactory onClassPath() {
    return ServiceLoader.load(JsEngineFactory.class, JsEngineFactory.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no JavaScript engine on the class path; add io.mycel.js.engine and what it"
                        + " depends on"));
  }
}
