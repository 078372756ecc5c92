package io.mycel.apps.internal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.hub.Hub;
import io.mycel.api.hub.HubAdministration;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.ServiceLauncher;
import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.hub.User;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server apps, where they are enabled. Sessions are plugins, and go on while this bundle is
 * replaced: which they are is kept in its storage meanwhile.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = AppsConfig.PID)
@Designate(ocd = AppsConfig.class)
public final class AppsComponent {
  private static final Logger LOG = LoggerFactory.getLogger(AppsComponent.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOOK_SECONDS = 5;
  private static final User READER =
      new User("server-apps", List.of(), false, null, null, Map.of("*", Permission.READ), null);

  private final ScheduledThreadPoolExecutor timer;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private final Path memory;
  private final Sessions sessions;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile Hub hub;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile HubAdministration administration;

  /**
   * Reads the apps that are installed, takes up the sessions that run, starts the daemons.
   *
   * @throws IOException if the folder of the apps can neither be read nor made
   */
  @Activate
  public AppsComponent(
      BundleContext context,
      AppsConfig config,
      @Reference PluginManager plugins,
      @Reference PluginParser parser)
      throws IOException {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "io.mycel.apps-timer");
              thread.setDaemon(true);
              // else that of whoever was the first to need it, which may be an old version of a
              // bundle
              thread.setContextClassLoader(AppsComponent.class.getClassLoader());
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    InstantSource clock = InstantSource.system();
    memory = context.getDataFile("sessions.json").toPath();
    sessions =
        new Sessions(plugins, this::services, timer, clock, config.maxSessionsPerWorkspace());
    if (!config.enabled()) {
      return;
    }
    Path folder =
        config.dataDir().isEmpty()
            ? context.getDataFile("apps").toPath()
            : Path.of(config.dataDir()).resolve("apps");
    AppStore store = new AppStore(folder, config.maxAppsPerWorkspace());
    AppCatalog catalog = new AppCatalog(store, sessions, new ClientIds(), config);
    sessions.adopt(remembered());
    Installer installer = new Installer(catalog, plugins, parser, clock, config.maxSourceChars());
    AppsService service = new AppsService(catalog, installer, new SessionLogs(plugins));
    registrations.add(
        context.registerService(
            ServiceOffer.class,
            service,
            new Hashtable<>(
                Map.of(ServiceOffer.WORKSPACE, "public", ServiceOffer.CLIENT_ID, AppsService.ID))));
    registrations.add(
        context.registerService(ServiceLauncher.class, new AppLauncher(catalog), null));
    timer.execute(() -> startDaemons(catalog));
    timer.scheduleWithFixedDelay(
        new Housekeeping(sessions, () -> administration),
        LOOK_SECONDS,
        LOOK_SECONDS,
        TimeUnit.SECONDS);
  }

  private void startDaemons(AppCatalog catalog) {
    for (App app : catalog.store().all()) {
      if (app.daemon() && catalog.sessions().of(app).isEmpty()) {
        catalog
            .start(app, AppCatalog.Start.DEFAULT)
            .exceptionally(
                failure -> {
                  LOG.error("{}: daemon {}: {}", app.workspace(), app.id(), failure.getMessage());
                  return null;
                });
      }
    }
  }

  private List<ServiceInfo> services(String workspace) {
    Hub present = hub;
    try {
      return present == null ? List.of() : present.services(READER, workspace);
    } catch (RuntimeException e) {
      return List.of(); // no such workspace, or a hub that goes: asked again in a moment
    }
  }

  private List<Session> remembered() {
    try {
      if (!Files.exists(memory)) {
        return List.of();
      }
      List<Session> before =
          JSON.readValue(Files.readAllBytes(memory), new TypeReference<List<Session>>() {});
      Files.delete(memory);
      return before;
    } catch (IOException e) {
      LOG.error("{}: the sessions from before cannot be read: {}", memory, e.getMessage());
      return List.of();
    }
  }

  @Deactivate
  void stop() {
    registrations.forEach(ServiceRegistration::unregister);
    timer.shutdownNow();
    try {
      Files.write(memory, JSON.writeValueAsBytes(sessions.running()));
    } catch (IOException e) {
      LOG.error("{}: the sessions cannot be kept: {}", memory, e.getMessage());
    }
  }
}
