package io.mycel.plugins.internal.manage;

import io.mycel.api.http.HealthCheck;
import io.mycel.api.http.Meter;
import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.plugin.PluginManager;
import io.mycel.plugins.internal.life.AbsenceLimits;
import io.mycel.plugins.internal.life.Extender;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.life.LifeLimits;
import io.mycel.plugins.internal.life.Locations;
import io.mycel.plugins.internal.life.LogLimits;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.ProfileStore;
import io.mycel.plugins.internal.store.SetUps;
import io.mycel.plugins.internal.store.SettingsStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what manages plugins, and publishes it. */
@Component(
    configurationPid = PluginsConfig.PID,
    immediate = true,
    service = {})
@Designate(ocd = PluginsConfig.class)
public final class PluginsComponent {
  private static final Logger LOG = LoggerFactory.getLogger(PluginsComponent.class);
  private static final long PATIENCE_MILLIS = 5000;

  private final Queue queue;
  private final Life life;
  private final Extender extender;
  private final World world;
  private final Sourcing sourcing;
  private final WatchedFolder watched;
  private final Refresher refresher;
  private final BundleTracker<ServiceRegistration<?>> fileInstall;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  /** Starts it; the plugins of the profile follow. */
  @Activate
  public PluginsComponent(BundleContext context, PluginsConfig config) {
    Path folder =
        config.dataDir().isEmpty()
            ? context.getDataFile("plugins").toPath()
            : Path.of(config.dataDir(), "plugins");
    InstantSource clock = InstantSource.system();
    queue = new Queue(config.maxWaiting());
    SettingsStore settings =
        new SettingsStore(folder.resolve("settings"), config.maxSettingsBytes(), queue.aside());
    SetUps setUps = new SetUps(folder.resolve("set-up"));
    world = new World(context, settings, WorkspaceFolders.of(config), setUps);
    life = new Life(context, world, limits(config), clock);
    extender = new Extender(context, life, config.workspace());
    FrameworkBundles bundles = new FrameworkBundles(context);
    ContentStore contents = new ContentStore(folder.resolve("content"));
    ProfileStore profiles =
        new ProfileStore(folder.resolve("profile"), clock, config.maxRevisions());
    Kills kills = new Kills(life, new LibraryUse(bundles));
    Transaction transaction =
        new Transaction(
            life,
            bundles,
            contents,
            setUps,
            kills::cause,
            config.updateTimeoutSeconds(),
            queue.helper());
    PluginSet set = new PluginSet(profiles, contents, bundles, transaction);
    sourcing =
        new Sourcing(
            config,
            folder,
            contents,
            clock,
            context,
            queue.asking(),
            kills.killedBundles(),
            list -> {
              kills.now(list, set.all());
              // and in its order, what is being installed just now
              queue.call("kill list", () -> judge(kills, set));
            });
    Problems problems = new Problems();
    Manager manager = new Manager(life, sourcing.planner(), set, settings, queue, problems);
    world.manager(manager);
    registrations.add(context.registerService(CollisionHook.class, bundles, null));
    registrations.add(
        context.registerService(
            ResolverHookFactory.class, LibraryUse.avoiding(kills.killedBundles()), null));
    extender.open();
    queue
        .call(
            "reading the profile",
            () -> {
              kills.now(sourcing.kills(), List.of());
              set.whenChanged(sourcing::follow);
              set.open();
              setUps.keepOnly(() -> contents(context));
              return null;
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error("the plugins of the profile cannot be started: {}", failure, failure);
              }
            });
    registrations.add(context.registerService(PluginManager.class, manager, null));
    registrations.add(PluginUrls.register(context, sourcing.sources()));
    fileInstall = FileInstallTransformer.track(context);
    registrations.add(
        context.registerService(Meter.class, new PluginMeter(life, transaction.times()), null));
    registrations.add(context.registerService(HealthCheck.class, new PluginHealth(life), null));
    ManagerService service =
        new ManagerService(
            new ManagerFunctions(manager, sourcing, queue, world, config.workspace()));
    registrations.add(
        context.registerService(
            ServiceOffer.class,
            service,
            new Hashtable<>(
                Map.of(
                    ServiceOffer.WORKSPACE, "public", ServiceOffer.CLIENT_ID, ManagerService.ID))));
    refresher = new Refresher(config.refreshSeconds(), sourcing.finder()::refresh);
    FolderPlugins folderPlugins =
        new FolderPlugins(manager, set, problems, queue, config.workspace());
    manager.whenRemoved(folderPlugins::again);
    watched = watch(config, folderPlugins);
  }

  /** Whatever may be a plugin. */
  private static Set<String> contents(BundleContext context) {
    return Stream.of(context.getBundles()).map(Locations::content).collect(Collectors.toSet());
  }

  private static Void judge(Kills kills, PluginSet set) throws InterruptedException {
    set.judge(kills.affected(set.all()));
    return null;
  }

  /** Null if none is to be watched, or it cannot be. */
  private static WatchedFolder watch(PluginsConfig config, FolderPlugins plugins) {
    if (config.pluginsDir().isEmpty()) {
      return null;
    }
    try {
      return new WatchedFolder(Path.of(config.pluginsDir()), plugins, config.settleMillis());
    } catch (IOException e) {
      LOG.error("the folder {} cannot be watched for plugins: {}", config.pluginsDir(), e, e);
      return null;
    }
  }

  private static LifeLimits limits(PluginsConfig config) {
    return new LifeLimits(
        config.workers(),
        config.startTimeoutSeconds(),
        config.stopTimeoutMillis(),
        config.patienceMillis(),
        new AbsenceLimits(config.maxAbsentCalls(), config.maxAbsentBytes(), config.absenceMillis()),
        new LogLimits(
            config.logLines(),
            config.logChars(),
            config.logLineChars(),
            config.logLinesPerSecond()));
  }

  @Deactivate
  void stop() throws IOException, InterruptedException {
    if (watched != null) {
      watched.close();
    }
    refresher.close();
    fileInstall.close();
    registrations.forEach(ServiceRegistration::unregister);
    queue.close(PATIENCE_MILLIS);
    life.close();
    extender.close();
    sourcing.close();
    world.close();
  }
}
