package io.mycel.js.internal.process;

import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.plugin.Deadlines;
import io.mycel.js.internal.plugin.LivePlugin;
import io.mycel.js.internal.plugin.PluginFailure;
import io.mycel.js.internal.plugin.PluginSpec;
import io.mycel.js.internal.plugin.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of plugins. While there is a plugin in one, a spare one is kept warm for the next.
 */
public final class ChildProcesses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcesses.class);

  private final ClassPath classPath;
  private final Path folder;
  private final ProcessLimits processLimits;
  private final Limits limits;
  private final Executor executor;
  private final Deadlines deadlines;
  private final Set<ProcessPlugin> plugins = new HashSet<>();
  private final Queue<PluginProcess> spares = new ArrayDeque<>();
  private ChildJvm jvm;
  private ClassArchive archive;
  private boolean closed;

  /** The jars that a child needs. */
  public interface ClassPath {
    /** May copy them first, below a folder. */
    List<Path> jars(Path folder) throws IOException;
  }

  /**
   * No process yet.
   *
   * @param folder for the files of their JVMs
   * @param executor for what blocks
   */
  public ChildProcesses(
      ClassPath classPath,
      Path folder,
      ProcessLimits processLimits,
      Limits limits,
      Executor executor,
      Deadlines deadlines) {
    this.classPath = classPath;
    this.folder = folder;
    this.processLimits = processLimits;
    this.limits = limits;
    this.executor = executor;
    this.deadlines = deadlines;
  }

  /** A plugin in a process of its own, which is still to be started. */
  public LivePlugin plugin(PluginSpec spec, Server server) {
    return new ProcessPlugin(this, spec, server);
  }

  /**
   * A process for a plugin: a spare one, or a new one. May block for as long as it takes to copy
   * the jars.
   */
  PluginProcess take(ProcessPlugin plugin) {
    synchronized (this) {
      if (closed) {
        throw new PluginFailure("the JavaScript runtime is stopped");
      }
      plugins.add(plugin);
      PluginProcess spare;
      while ((spare = spares.poll()) != null) {
        if (spare.isAlive()) {
          return spare;
        }
      }
    }
    return launch();
  }

  private PluginProcess launch() {
    try {
      ChildJvm ready = jvm();
      Process process = ready.start(archive().file());
      PluginProcess child = new PluginProcess(process, limits.messageBytes(), executor);
      synchronized (this) {
        if (closed) {
          child.kill("the JavaScript runtime is stopped");
          throw new PluginFailure("the JavaScript runtime is stopped");
        }
      }
      return child;
    } catch (IOException e) {
      LOG.warn("The process of a plugin cannot be started", e);
      throw new PluginFailure(
          "its process cannot be started; the server's log says why. A trusted plugin can run"
              + " with the isolation in-jvm");
    }
  }

  private synchronized ChildJvm jvm() throws IOException {
    if (jvm == null) {
      jvm =
          ChildJvm.same(
              classPath.jars(folder), folder, processLimits.heapMegabytes(), limits.messageBytes());
      archive = new ClassArchive(jvm, limits, executor);
    }
    return jvm;
  }

  private synchronized ClassArchive archive() {
    return archive;
  }

  /** A plugin has been started: others may follow, so a spare process is made. */
  void started() {
    executor.execute(
        () -> {
          archive().make();
          keepSpare();
        });
  }

  private void keepSpare() {
    synchronized (this) {
      spares.removeIf(spare -> !spare.isAlive());
      if (closed || plugins.isEmpty() || spares.size() >= processLimits.spares()) {
        return;
      }
    }
    try {
      PluginProcess spare = launch();
      spare
          .warm(limits)
          .whenComplete(
              (warm, failure) -> {
                if (failure == null) {
                  keep(spare);
                } else {
                  spare.kill("it could not be warmed up");
                }
              });
    } catch (PluginFailure e) {
      LOG.debug("no spare process", e);
    }
  }

  private void keep(PluginProcess spare) {
    synchronized (this) {
      if (!closed && !plugins.isEmpty() && spares.size() < processLimits.spares()) {
        spares.add(spare);
        return;
      }
    }
    spare.kill("it is not needed");
  }

  /** A plugin has ended. Without any, there is no spare process either. */
  void ended(ProcessPlugin plugin) {
    List<PluginProcess> idle = List.of();
    synchronized (this) {
      plugins.remove(plugin);
      if (plugins.isEmpty()) {
        idle = List.copyOf(spares);
        spares.clear();
      }
    }
    idle.forEach(spare -> spare.kill("it is not needed"));
  }

  Limits limits() {
    return limits;
  }

  ProcessLimits processLimits() {
    return processLimits;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  Executor executor() {
    return executor;
  }

  /** How many processes wait for a plugin. */
  public synchronized int spares() {
    return spares.size();
  }

  @Override
  public void close() {
    List<PluginProcess> idle;
    List<ProcessPlugin> running;
    synchronized (this) {
      closed = true;
      idle = List.copyOf(spares);
      spares.clear();
      running = List.copyOf(plugins);
    }
    idle.forEach(spare -> spare.kill("the JavaScript runtime is stopped"));
    running.forEach(ProcessPlugin::kill);
  }
}
