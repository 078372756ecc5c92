package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginPermissions;
import io.mycel.api.plugin.PluginSettings;
import io.mycel.api.plugin.UserInterface;
import io.mycel.api.rpc.Peer;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;

/** A plugin's surroundings, without a framework: what it does is written down. */
final class TestContext implements PluginContext {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<Object> shown = new CopyOnWriteArrayList<>();
  final Map<String, Object> kept = new ConcurrentHashMap<>();
  final Map<String, String> web = new ConcurrentHashMap<>();
  final CompletableFuture<String> failed = new CompletableFuture<>();
  final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  Isolation isolation = Isolation.IN_JVM;
  boolean resumed;

  /** Why settings cannot be kept; null if they can. */
  Throwable broken;

  /** Why the user interface shows nothing; null if it does. */
  Throwable unable;

  Map<String, Object> config = Map.of();
  List<String> requirements = List.of();
  PluginPermissions permissions = PluginPermissions.NONE;
  Optional<Path> workspaceFolder = Optional.empty();
  Optional<Peer> peer = Optional.empty();
  private final List<PluginBlock> blocks = new ArrayList<>();

  /** A plugin with one script, whose first line is line 10 of its file. */
  static TestContext of(String script) {
    return new TestContext().block(PluginBlock.Kind.SCRIPT, Map.of("lang", "javascript"), script);
  }

  TestContext block(PluginBlock.Kind kind, Map<String, String> attributes, String content) {
    blocks.add(new PluginBlock(kind, attributes, content, 10 + 100 * blocks.size()));
    return this;
  }

  /** The line of the log with a text in it, when it is there. */
  String line(String part) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    synchronized (lines) {
      while (lines.stream().noneMatch(line -> line.contains(part))) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("no line with '" + part + "': " + lines);
        }
        lines.wait(left);
      }
      return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }
  }

  @Override
  public PluginId id() {
    return new PluginId("public", "Test");
  }

  @Override
  public String clientId() {
    return "test";
  }

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        "Test",
        "web-worker",
        "0.1.0",
        null,
        List.of(),
        "",
        requirements,
        List.of(),
        config,
        blocks);
  }

  @Override
  public Bundle bundle() {
    return null;
  }

  @Override
  public PluginPermissions permissions() {
    return permissions;
  }

  @Override
  public Isolation isolation() {
    return isolation;
  }

  @Override
  public boolean resumed() {
    return resumed;
  }

  @Override
  public PluginLog log() {
    return new PluginLog() {
      @Override
      public void write(Level level, String text) {
        synchronized (lines) {
          lines.add(level + " " + text);
          lines.notifyAll();
        }
      }

      @Override
      public List<Line> last(int atMost) {
        return List.of();
      }
    };
  }

  @Override
  public PluginSettings settings() {
    return new PluginSettings() {
      @Override
      public Optional<Object> get(String key) {
        return Optional.ofNullable(kept.get(key));
      }

      @Override
      public CompletionStage<Void> set(String key, Object value) {
        if (broken != null) {
          return CompletableFuture.failedFuture(broken);
        }
        kept.put(key, value);
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  @Override
  public Optional<Path> workspaceFolder() {
    return workspaceFolder;
  }

  @Override
  public PluginLibraries libraries() {
    return this::library;
  }

  /** Of a class that only its bundle knows, as that of the real ones. */
  private static final class NotThere extends Exception {
    private static final long serialVersionUID = 1L;

    NotThere(String message) {
      super(message);
    }
  }

  private CompletionStage<PluginLibraries.Library> library(URI url) {
    String text = web.get(url.toString());
    return text == null
        ? CompletableFuture.failedFuture(
            new NotThere(url + " is not there (404): check its address"))
        : CompletableFuture.completedFuture(
            new PluginLibraries.Library(
                url, "text/javascript", text.getBytes(StandardCharsets.UTF_8), ""));
  }

  @Override
  public UserInterface userInterface() {
    return (plugin, method, args, kwargs) -> {
      shown.add(List.of(method, args));
      if (unable != null) {
        return CompletableFuture.failedStage(unable);
      }
      return CompletableFuture.completedFuture("answer of " + method);
    };
  }

  /** Nothing that these tests need. */
  @Override
  public PluginManager plugins() {
    return (PluginManager)
        Proxy.newProxyInstance(
            PluginManager.class.getClassLoader(),
            new Class<?>[] {PluginManager.class},
            (proxy, method, args) -> List.of());
  }

  @Override
  public Optional<Peer> peer() {
    return peer;
  }

  @Override
  public void waiting(String cause) {}

  @Override
  public CompletionStage<Void> cancelled() {
    return cancelled;
  }

  @Override
  public CompletionStage<Void> leaving(String cause) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void failed(String cause) {
    failed.complete(cause);
  }
}
