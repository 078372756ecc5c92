package io.mycel.js.internal.process;

import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.plugin.Server;
import io.mycel.js.internal.thread.DaemonThreads;
import io.mycel.js.internal.worker.InOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The process of one plugin, as the server has it; before that, a spare one. */
final class PluginProcess {
  /** What a JVM with {@code ExitOnOutOfMemoryError} ends with. */
  static final int OUT_OF_MEMORY = 3;

  private static final long PAGE_BYTES = 4096;
  private static final int MAX_LINE = 2000;

  private final Process process;
  private final Border border;
  private final OutgoingFrames outgoing;
  private final Executor starts;
  private volatile Server server;

  /**
   * Takes a process over.
   *
   * @param executor for what may block
   */
  PluginProcess(Process process, long maxMessageBytes, Executor executor) {
    this.process = process;
    this.starts = new InOrder(executor);
    String name = "js process " + process.pid();
    this.outgoing = new OutgoingFrames(process.getOutputStream(), name);
    this.border =
        new Border(
            process.getInputStream(), outgoing, this::answer, maxMessageBytes, this::renewed, true);
    DaemonThreads.make(name + " in", this::read).start();
    DaemonThreads.make(name + " errors", this::readErrors).start();
  }

  private void read() {
    border.run();
    outgoing.close();
  }

  /** What the JVM itself says; the plugin writes nothing there. */
  private void readErrors() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        Server known = server;
        if (known != null) {
          known.log(
              PluginLog.Level.DEBUG,
              "process: " + line.substring(0, Math.min(line.length(), MAX_LINE)));
        }
      }
    } catch (IOException e) {
      return; // it has ended
    }
  }

  /** Lets it do what a plugin's start takes the longest for; done when it has. */
  CompletionStage<?> warm(Limits limits) {
    return Warmup.run(border, limits);
  }

  /** Starts the plugin; gives what it exports. */
  CompletionStage<Object> start(
      Map<String, Object> spec, Map<String, Object> limits, Server forPlugin) {
    server = forPlugin;
    return border.root(Child.START, spec, limits);
  }

  CompletionStage<Object> stop() {
    return border.root(Child.STOP);
  }

  /** Lets it end by itself. */
  void end() {
    outgoing.close();
  }

  /** Ends it at once; done when it is gone. */
  CompletionStage<Void> kill(String cause) {
    border.close(cause);
    outgoing.close();
    process.destroyForcibly();
    return process.onExit().thenApply(gone -> null);
  }

  /** Done when it has ended, with its exit code. */
  CompletionStage<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private RemoteFunction renewed(RemoteFunction function) {
    Server known = server;
    return known == null ? function : known.renewed(function);
  }

  private Object answer(Call call) {
    List<Object> args = call.args();
    Server known = server;
    if (known == null) {
      return null; // a spare process has nothing to ask
    }
    switch ((String) args.get(0)) {
      case ChildServer.LOG ->
          known.log(PluginLog.Level.valueOf((String) args.get(1)), (String) args.get(2));
      case ChildServer.ENDED -> known.ended((String) args.get(1));
      case ChildServer.LIBRARY -> {
        return known.library(URI.create((String) args.get(1))).thenApply(PluginProcess::form);
      }
      case ChildServer.ASK -> {
        return CompletableFuture.supplyAsync(() -> ask(known, args), starts)
            .thenCompose(stage -> stage);
      }
      default -> throw new IllegalArgumentException("a server does not know " + args.get(0));
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  private static CompletionStage<Object> ask(Server server, List<Object> args) {
    return server.ask((String) args.get(1), (List<Object>) args.get(2));
  }

  private static Map<String, Object> form(io.mycel.api.plugin.PluginLibraries.Library library) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("url", library.url().toString());
    form.put("mediaType", library.mediaType());
    form.put("content", ByteBuffer.wrap(library.content()));
    form.put("sha256", library.sha256());
    return form;
  }

  /** Processor time since its start. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  RunningPlugin.Usage usage() {
    return new RunningPlugin.Usage(
        process.info().totalCpuDuration().map(Duration::toMillis).orElse(-1L),
        residentBytes(),
        process.pid());
  }

  /** Linux says so; -1 elsewhere. */
  private long residentBytes() {
    try {
      String[] pages =
          Files.readString(Path.of("/proc", Long.toString(process.pid()), "statm")).split(" ");
      return Long.parseLong(pages[1]) * PAGE_BYTES;
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }

  /** How many functions of the server it holds. */
  int functionsHeld() {
    return border.functionsHeldThere();
  }
}
