package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.Isolation;
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
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.Bundle;

/** One start of a plugin, as its runtime sees it. What it says is passed on to its unit. */
final class Start implements PluginContext {
  private final Candidate candidate;
  private final Grant grant;
  private final Surroundings surroundings;
  private final PluginLog log;
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private final Listener listener;
  private volatile Peer peer;
  private volatile boolean resumed;

  /** What a runtime tells of a plugin. Called by any thread. */
  interface Listener {
    /** It waits for something; an empty text: no more. */
    void waiting(String cause);

    /** It goes by itself, and still answers. */
    CompletionStage<Void> leaving(String cause);

    /** It has ended. */
    void failed(String cause);
  }

  Start(
      Candidate candidate,
      Grant grant,
      Surroundings surroundings,
      PluginLog log,
      Listener listener) {
    this.candidate = candidate;
    this.grant = grant;
    this.surroundings = surroundings;
    this.log = log;
    this.listener = listener;
  }

  @Override
  public PluginId id() {
    return grant.id();
  }

  @Override
  public String clientId() {
    return grant.clientId();
  }

  @Override
  public PluginDescriptor descriptor() {
    return candidate.descriptor();
  }

  @Override
  public Bundle bundle() {
    return candidate.bundle();
  }

  @Override
  public PluginPermissions permissions() {
    return PluginPermissions.of(grant.permissions());
  }

  @Override
  public Isolation isolation() {
    return grant.isolation();
  }

  @Override
  public boolean resumed() {
    return resumed;
  }

  /** It comes back. */
  void resume() {
    resumed = true;
  }

  @Override
  public PluginLog log() {
    return log;
  }

  @Override
  public PluginSettings settings() {
    return surroundings.settings(grant.id());
  }

  @Override
  public Optional<Path> workspaceFolder() {
    return surroundings.workspaceFolder(grant.id().workspace());
  }

  @Override
  public PluginLibraries libraries() {
    return surroundings.libraries();
  }

  @Override
  public UserInterface userInterface() {
    UserInterface there = surroundings.userInterface();
    return there != null ? there : new LogUserInterface(plugin -> log);
  }

  @Override
  public PluginManager plugins() {
    return surroundings.plugins();
  }

  @Override
  public Optional<Peer> peer() {
    return Optional.ofNullable(peer);
  }

  void connected(Peer now) {
    peer = now;
  }

  @Override
  public void waiting(String cause) {
    listener.waiting(cause);
  }

  @Override
  public CompletionStage<Void> cancelled() {
    return cancelled.minimalCompletionStage();
  }

  void cancel() {
    cancelled.complete(null);
  }

  @Override
  public CompletionStage<Void> leaving(String cause) {
    return listener.leaving(cause);
  }

  @Override
  public void failed(String cause) {
    listener.failed(cause);
  }
}
