package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsContextOptions;
import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.engine.JsException;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsSource;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A context that nobody watches: what an attack does where there is no protection. */
final class Unprotected implements AutoCloseable {
  private static final long CLOSE_MILLIS = 10_000;

  private final JsEngine engine = JsEngineFactory.onClassPath().open();
  private final JsContext context = engine.newContext(new JsContextOptions(JsFiles.NONE, 0));
  private final AtomicLong logged = new AtomicLong();
  private volatile String outcome = "running";
  private Thread thread;

  void attack(Attack attack) {
    JsHostFunction log = args -> logged.addAndGet(args[0].asString().length());
    thread =
        new Thread(
            () -> {
              try {
                context
                    .eval(JsSource.of("console.js", "(log) => { globalThis.console = { log } }"))
                    .call(log);
                context.eval(JsSource.of("attack.js", attack.script));
                outcome = "returned";
              } catch (JsException e) {
                outcome = e.kind() + ": " + e.getMessage();
              } catch (OutOfMemoryError e) {
                outcome = "OutOfMemoryError";
              }
            },
            "unprotected");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until it has used so much processor time and output, or has ended. */
  String after(long cpuMillis, long bytes) throws InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    while (thread.isAlive()
        && (threads.getThreadCpuTime(thread.getId()) < TimeUnit.MILLISECONDS.toNanos(cpuMillis)
            || logged.get() < bytes)) {
      thread.join(20);
    }
    return outcome;
  }

  /** Attacks, and waits; whatever nothing ends is left running. */
  String after(Attack attack, long cpuMillis, long bytes) throws InterruptedException {
    attack(attack);
    String seen = after(cpuMillis, bytes);
    Thread closing = new Thread(this::close, "closing");
    closing.setDaemon(true);
    closing.start();
    closing.join(CLOSE_MILLIS);
    return seen;
  }

  @Override
  public void close() {
    context.cancel();
    engine.close();
  }
}
