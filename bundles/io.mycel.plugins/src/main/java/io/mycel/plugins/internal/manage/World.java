package io.mycel.plugins.internal.manage;

import io.mycel.api.hub.Hub;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginSettings;
import io.mycel.api.plugin.UserInterface;
import io.mycel.plugins.internal.life.Surroundings;
import io.mycel.plugins.internal.store.SetUps;
import io.mycel.plugins.internal.store.SettingsStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** What plugins may use, as far as it is there. */
final class World implements Surroundings {
  private final SettingsStore settings;
  private final WorkspaceFolders workspaces;
  private final SetUps setUps;
  private final ServiceTracker<UserInterface, UserInterface> userInterfaces;
  private final ServiceTracker<PluginLibraries, PluginLibraries> libraries;
  private final ServiceTracker<Hub, Hub> hubs;
  private volatile PluginManager manager;

  /**
   * What is there.
   *
   * @param workspaces where workspaces have their folders
   */
  World(BundleContext context, SettingsStore settings, WorkspaceFolders workspaces, SetUps setUps) {
    this.settings = settings;
    this.workspaces = workspaces;
    this.setUps = setUps;
    this.userInterfaces = new ServiceTracker<>(context, UserInterface.class, null);
    this.libraries = new ServiceTracker<>(context, PluginLibraries.class, null);
    this.hubs = new ServiceTracker<>(context, Hub.class, null);
    userInterfaces.open();
    libraries.open();
    hubs.open();
  }

  void manager(PluginManager now) {
    manager = now;
  }

  void close() {
    userInterfaces.close();
    libraries.close();
    hubs.close();
  }

  Optional<Hub> hub() {
    return Optional.ofNullable(hubs.getService());
  }

  @Override
  public boolean hasHub() {
    return hubs.getService() != null;
  }

  @Override
  public PluginSettings settings(PluginId id) {
    return settings.of(id);
  }

  @Override
  public Optional<Path> workspaceFolder(String workspace) {
    return workspaces.of(workspace);
  }

  @Override
  public SetUps setUps() {
    return setUps;
  }

  @Override
  public PluginLibraries libraries() {
    PluginLibraries now = libraries.getService();
    return now != null
        ? now
        : url ->
            CompletableFuture.failedStage(
                new IllegalStateException(
                    url + " cannot be fetched: nobody here fetches libraries"));
  }

  @Override
  public UserInterface userInterface() {
    return userInterfaces.getService();
  }

  @Override
  public PluginManager plugins() {
    return manager;
  }
}
