package io.mycel.js.engine.internal.form;

import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as a service, in the form that the framework allows. */
@Component(service = JsEngineFactory.class)
public final class EngineComponent implements JsEngineFactory {
  private static final Logger LOG = LoggerFactory.getLogger(EngineComponent.class);

  private final BundleContext context;
  private final Set<JsEngine> engines = ConcurrentHashMap.newKeySet();
  private JsEngineFactory factory;
  private boolean told;

  /** Loads nothing yet. */
  @Activate
  public EngineComponent(BundleContext context) {
    this.context = context;
  }

  @Override
  public synchronized JsEngine open() {
    ClassLoader bundle = context.getBundle().adapt(BundleWiring.class).getClassLoader();
    Path folder = context.getDataFile("engine").toPath();
    boolean direct = BundleForm.isPossible(bundle);
    if (factory == null) {
      factory = direct ? BundleForm.factory() : LayerForm.factory(context.getBundle(), folder);
    }
    ClassLoader resources = direct ? bundle : LayerForm.loader(factory);
    JsEngine engine =
        new TrackedEngine(AttachLibrary.with(folder, resources, factory::open), engines::remove);
    engines.add(engine);
    if (!told) {
      told = true;
      tell(engine, direct);
    }
    return engine;
  }

  private static void tell(JsEngine engine, boolean direct) {
    LOG.info(
        "{}, {}, {}",
        engine.version(),
        engine.compiles()
            ? "compiling"
            : "in interpreter mode: numeric JavaScript takes 30 to 70 times as long as compiled;"
                + " Java 25 with the compiler does better",
        direct ? "in the bundle" : "in a module layer, since the framework hides the JDK");
  }

  /** Nothing of the engine is left running. */
  @Deactivate
  public void close() {
    engines.forEach(JsEngine::close);
  }
}
