package io.mycel.apps.internal;

import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.plugins.internal.file.ParserComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs every plugin of type web-worker at once, and none of another type. */
final class FakePlugins implements PluginManager {
  private final Map<String, PluginStatus> plugins = new TreeMap<>();
  long idleMillis;
  PluginState stateOfNew = PluginState.ACTIVE;
  List<String> servicesOfNew = List.of("default");

  private static PluginStatus status(
      PluginId id, String type, PluginState state, String cause, long idleMillis) {
    return new PluginStatus(
        id,
        "0.1.0",
        null,
        type,
        state,
        cause,
        "",
        "local",
        "",
        id.name(),
        "default",
        Isolation.PROCESS,
        List.of(),
        false,
        0,
        idleMillis,
        "");
  }

  @Override
  public synchronized List<PluginStatus> plugins() {
    return List.copyOf(plugins.values());
  }

  @Override
  public synchronized Optional<PluginStatus> plugin(PluginId id) {
    return Optional.ofNullable(plugins.get(id.toString()))
        .map(s -> status(s.id(), s.type(), s.state(), s.cause(), idleMillis));
  }

  /** Lets a plugin come to its end by itself. */
  synchronized void fail(String id, String cause) {
    plugins.computeIfPresent(
        id, (key, old) -> status(old.id(), old.type(), PluginState.FAILED, cause, 0));
  }

  @Override
  public synchronized CompletionStage<PluginStatus> install(InstallRequest request) {
    PluginDescriptor plugin = new ParserComponent().parse("source", request.source(), null);
    boolean runs = plugin.type().equals("web-worker");
    PluginStatus status =
        status(
            new PluginId(request.workspace(), request.instance()),
            plugin.type(),
            runs ? stateOfNew : PluginState.WAITING,
            runs ? "" : "it waits for a runtime of type " + plugin.type(),
            0);
    plugins.put(status.id().toString(), status);
    return CompletableFuture.completedFuture(status);
  }

  /** What the hub knows of a workspace. */
  synchronized List<ServiceInfo> services(String workspace) {
    return plugins.values().stream()
        .filter(status -> status.id().workspace().equals(workspace))
        .flatMap(status -> servicesOfNew.stream().map(id -> info(status, id)))
        .toList();
  }

  private static ServiceInfo info(PluginStatus status, String service) {
    return new ServiceInfo(
        status.id().workspace(),
        status.clientId(),
        service,
        service,
        "generic",
        "",
        Map.of(),
        Map.of());
  }

  @Override
  public CompletionStage<String> read(String source) {
    return source.startsWith("https://plugins.example/")
        ? CompletableFuture.completedFuture(AppsTest.PLUGIN)
        : CompletableFuture.failedFuture(new IllegalArgumentException("there is no " + source));
  }

  @Override
  public CompletionStage<PluginStatus> start(PluginId id) {
    throw new AssertionError("sessions are never started again");
  }

  @Override
  public CompletionStage<PluginStatus> stop(PluginId id) {
    throw new AssertionError("sessions are removed");
  }

  @Override
  public synchronized CompletionStage<Void> remove(PluginId id) {
    plugins.remove(id.toString());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public List<PluginLog.Line> log(PluginId id, int atMost) {
    return List.of(
        new PluginLog.Line(1, PluginLog.Level.INFO, "first"),
        new PluginLog.Line(2, PluginLog.Level.ERROR, "broken"),
        new PluginLog.Line(3, PluginLog.Level.INFO, "second"));
  }
}
