package io.mycel.js.internal.process;

import io.mycel.api.rpc.Call;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.plugin.Deadlines;
import io.mycel.js.internal.plugin.PluginSpec;
import io.mycel.js.internal.plugin.PluginWorkers;
import io.mycel.js.internal.plugin.ScriptPlugin;
import io.mycel.js.internal.thread.DaemonThreads;
import io.mycel.js.internal.worker.JsWorkers;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * The process of one plugin: the same runtime as in the server, with frames on its standard input
 * and output. Ends with its input.
 */
public final class Child {
  static final String PREPARE = "prepare";
  static final String START = "start";
  static final String STOP = "stop";
  private static final int THREADS = 4;

  private final JsWorkers workers = new JsWorkers(JsEngineFactory.onClassPath());
  private final Deadlines deadlines = new Deadlines("mycel-js-clock");
  private final ExecutorService executor =
      Executors.newFixedThreadPool(THREADS, task -> DaemonThreads.make("mycel-js", task));
  private final Border border;
  private PluginWorkers prepared;
  private ScriptPlugin plugin;

  private Child(long maxBytes) {
    FileInputStream in = new FileInputStream(FileDescriptor.in);
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err); // nothing but frames goes there
    border =
        new Border(in, Border.direct(out), this::answer, maxBytes, UnaryOperator.identity(), false);
  }

  /**
   * Runs until standard input ends.
   *
   * @param args how many bytes a message may have; {@code train} after it for a run whose classes
   *     are remembered for later ones
   */
  public static void main(String[] args) {
    Child child = new Child(Long.parseLong(args[0]));
    child.border.run();
    if (args.length > 1) {
      child.close(); // its classes are written down at a regular end only
    } else {
      Runtime.getRuntime().halt(0); // whatever the plugin still does
    }
  }

  private Object answer(Call call) {
    List<Object> args = call.args();
    return switch ((String) args.get(0)) {
      case PREPARE -> prepare((Map<?, ?>) args.get(1));
      case START -> start((Map<?, ?>) args.get(1), (Map<?, ?>) args.get(2));
      case STOP -> stop();
      default -> throw new IllegalArgumentException("a child does not know " + args.get(0));
    };
  }

  /** Makes a world for the plugin that is to come. */
  private CompletionStage<Object> prepare(Map<?, ?> limits) {
    return workers(RecordForm.record(Limits.class, limits)).prepare().thenApply(made -> null);
  }

  private synchronized PluginWorkers workers(Limits limits) {
    if (prepared == null || !prepared.limits().equals(limits)) {
      prepared = new PluginWorkers(workers, limits, executor);
    }
    return prepared;
  }

  private synchronized Object start(Map<?, ?> spec, Map<?, ?> limits) {
    if (plugin != null) {
      throw new IllegalArgumentException("a child runs one plugin at a time");
    }
    plugin =
        new ScriptPlugin(
            RecordForm.record(PluginSpec.class, spec),
            new ChildServer(border),
            workers(RecordForm.record(Limits.class, limits)),
            deadlines);
    return plugin.start().thenApply(members -> (Object) members);
  }

  private synchronized Object stop() {
    ScriptPlugin running = plugin;
    plugin = null;
    return running == null ? null : running.stop().thenApply(stopped -> (Object) null);
  }

  private void close() {
    workers.close();
    deadlines.close();
    executor.shutdownNow();
  }
}
