package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsContextOptions;
import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsSource;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.ResourceLimits;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.IOAccess;

/** GraalJS, community edition, with the strictest policy that it has. */
final class GraalEngine implements JsEngine {
  static final String LANGUAGE = "js";
  private static final long CLOSE_MILLIS = 5000;

  private final Engine engine;
  private final HostAccess access =
      HostAccess.newBuilder(HostAccess.CONSTRAINED).allowBufferAccess(true).build();
  private final Map<JsSource, Source> sources = Collections.synchronizedMap(new WeakHashMap<>());
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();

  private GraalEngine(Engine engine) {
    this.engine = engine;
    if (compiles()) {
      SingleTier.choose(engine);
    }
  }

  static GraalEngine open() {
    return Owned.call("mycel-js-engine", () -> new GraalEngine(build()));
  }

  private static Engine build() {
    return Engine.newBuilder(LANGUAGE)
        .option("engine.WarnInterpreterOnly", "false")
        .sandbox(SandboxPolicy.CONSTRAINED)
        .out(OutputStream.nullOutputStream())
        .err(OutputStream.nullOutputStream())
        .build();
  }

  @Override
  public JsContext newContext(JsContextOptions options) {
    Context.Builder builder =
        Context.newBuilder(LANGUAGE)
            .engine(engine)
            .sandbox(SandboxPolicy.CONSTRAINED)
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .allowHostAccess(access)
            .allowIO(IOAccess.newBuilder().fileSystem(new GraalFiles(options.files())).build())
            .option("js.text-encoding", "true")
            .option("js.load", "false")
            .option("js.print", "false")
            .option("js.console", "false")
            .option("js.unhandled-rejections", "handler");
    if (options.maxStatements() > 0) {
      builder.resourceLimits(
          ResourceLimits.newBuilder().statementLimit(options.maxStatements(), null).build());
    }
    Context context = Loaders.within(builder::build);
    opened.increment();
    return new GraalContext(this, context);
  }

  /** The parsed form of a script, as long as somebody keeps the script. */
  Source source(JsSource source) {
    return sources.computeIfAbsent(
        source,
        key ->
            Source.newBuilder(LANGUAGE, "\n".repeat(key.line() - 1) + key.text(), key.name())
                .buildLiteral());
  }

  void contextClosed(boolean whileRunning) {
    closed.increment();
    if (whileRunning) {
      cancelled.increment();
    }
  }

  @Override
  public String version() {
    String version = engine.getVersion(); // jars in a bundle do not know theirs
    String known = version.startsWith("Development") ? "" : " " + version;
    return "GraalJS" + known + " (" + engine.getImplementationName() + ")";
  }

  @Override
  public boolean compiles() {
    return !"Interpreted".equals(engine.getImplementationName());
  }

  @Override
  public Counters counters() {
    return new Counters(opened.sum(), closed.sum(), cancelled.sum());
  }

  /** A context that nothing can end would let this wait for ever: it waits some seconds. */
  @Override
  public void close() {
    Owned.run("mycel-js-engine-close", () -> engine.close(true), CLOSE_MILLIS);
  }
}
