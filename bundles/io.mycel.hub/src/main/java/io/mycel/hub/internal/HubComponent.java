package io.mycel.hub.internal;

import io.mycel.api.http.Meter;
import io.mycel.api.hub.Hub;
import io.mycel.api.hub.HubAdministration;
import io.mycel.api.hub.Residents;
import io.mycel.api.hub.ServiceLauncher;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.ConnectionHandler;
import io.mycel.api.transport.Listener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Starts the hub and publishes what it offers: {@link Hub}, {@link HubAdministration}, {@link
 * ConnectionHandler} and its {@link Meter}.
 */
@Component(
    configurationPid = "io.mycel.hub",
    immediate = true,
    service = {})
@Designate(ocd = HubConfig.class)
public class HubComponent {
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor workers;
  private final BundleContext context;
  private final Residents residents;
  private final HubCore core;
  private final HubMemory memory;
  private final ServiceWhiteboard whiteboard;
  private final Duration drain;
  private final String managerId;
  private final byte[] secret;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private final HubService service;
  private final ServiceRegistration<Hub> hub;

  /**
   * Starts the hub.
   *
   * @throws IOException if the secret that signs tokens can neither be read nor made
   */
  @Activate
  public HubComponent(BundleContext context, HubConfig config, @Reference RpcEngine engine)
      throws IOException {
    timer = new ScheduledThreadPoolExecutor(1, daemons("io.mycel.hub-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    workers =
        new ThreadPoolExecutor(
            config.workers(),
            config.workers(),
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.maxWaitingCalls()),
            daemons("io.mycel.hub-worker-"));
    workers.allowCoreThreadTimeOut(true);
    memory = new HubMemory(context.getDataFile("memory").toPath(), engine);
    Map<String, Object> before = memory.take();
    managerId =
        before.get("manager_id") instanceof String id ? id : "manager-" + new Names().unique();
    boolean kept = !config.jwtSecret().isEmpty() || !config.dataDir().isEmpty();
    secret =
        !kept && before.get("secret") instanceof ByteBuffer bytes
            ? Buffers.bytes(bytes)
            : Secret.load(config.jwtSecret(), config.dataDir());
    String connectionToken = Secret.connectionToken(config.connectionToken(), config.dataDir());
    HubSettings settings =
        new HubSettings(
            config.publicBaseUrl(),
            managerId,
            Duration.ofSeconds(config.graceSeconds()),
            Duration.ofMillis(config.handshakeTimeoutMillis()),
            Duration.ofSeconds(config.tokenLifetimeSeconds()),
            Duration.ofSeconds(config.reconnectionTokenLifetimeSeconds()),
            config.highWaterBytes(),
            Duration.ofMillis(config.slowReaderMillis()),
            new RateLimit(config.maxMessagesPerSecond(), config.maxMessageBurst()),
            new HubLimits(
                config.maxServicesPerClient(),
                config.maxServiceBytesPerClient(),
                config.maxWorkspaces(),
                config.maxWorkspacesPerUser(),
                config.maxWorkspaceBytes(),
                config.maxSubscriptionsPerClient(),
                config.maxPendingCallsPerClient(),
                config.maxAwayClients(),
                config.maxRevokedTokens(),
                config.maxManagerBytes()));
    this.context = context;
    residents = ResidentsKeeper.find(context);
    core =
        new HubCore(
            settings, secret, connectionToken, engine, residents, InstantSource.system(), timer);
    HubMemory.restore(before, core);
    drain = Duration.ofMillis(config.serviceDrainMillis());
    core.restoreLocalClients(workers);
    Exports exports = new Exports(core, workers);
    whiteboard = new ServiceWhiteboard(context, exports, drain);
    // before clients can ask: where one hub follows another, they see no gap
    whiteboard.open();
    exports.offeredAll();
    registrations.add(context.registerService(ConnectionHandler.class, core.desk(), null));
    core.localClients().open();
    registrations.add(context.registerService(Meter.class, core.traffic(), null));
    registrations.add(
        context.registerService(
            HubAdministration.class, new Administration(core.directory()), null));
    // the last, so that whoever asks finds the clients of the hub before
    service = new HubService(core, workers);
    hub = context.registerService(Hub.class, service, null);
  }

  /** Tells the hub where it is reached. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addListener(Listener listener) {
    core.urls().add(listener);
  }

  void removeListener(Listener listener) {
    core.urls().remove(listener);
  }

  /** Tells the hub who starts apps when somebody asks for their services. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindLauncher(ServiceLauncher launcher) {
    core.launching().by(launcher);
  }

  void unbindLauncher(ServiceLauncher launcher) {
    core.launching().without(launcher);
  }

  @Deactivate
  void stop() {
    OwnClasses.load(context);
    hub.unregister();
    service.stop();
    registrations.forEach(ServiceRegistration::unregister);
    // calls under way go on and are answered though this hub goes
    boolean last = context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
    residents.leave(workers, last ? Duration.ZERO : drain);
    workers.shutdown();
    whiteboard.close();
    core.farewells().tell();
    core.backpressure().close();
    memory.leave(managerId, secret, core);
    timer.shutdownNow();
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      // else that of whoever was the first to need it, which may be an old version of a bundle
      thread.setContextClassLoader(HubComponent.class.getClassLoader());
      return thread;
    };
  }
}
