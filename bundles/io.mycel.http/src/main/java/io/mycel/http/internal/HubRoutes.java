package io.mycel.http.internal;

import io.mycel.api.http.HttpRoute;
import io.mycel.api.http.Meter;
import io.mycel.api.hub.Hub;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Listener;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Registers the routes that need the hub. They and the parts that they share are one component, and
 * not several that find each other as services: of two versions of this bundle side by side, one
 * would get the other's parts (Equinox hides a service of an internal class from nobody).
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = HttpConfig.PID)
public final class HubRoutes {
  private final Platform platform;
  private final HttpConfig config;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  @Activate
  public HubRoutes(HttpConfig config) {
    this.config = config;
    this.platform = new Platform(config);
  }

  @Activate
  void start(BundleContext context) {
    JsonFormat json = new JsonFormat(config);
    CallMeter meter = new CallMeter();
    registrations.add(context.registerService(Meter.class, meter, null));
    register(
        context,
        new CallRoute(platform, json, meter, config),
        Map.of(
            HttpRoute.PATTERN,
            "/{workspace}/services/{service}/{function}",
            HttpRoute.METHODS,
            new String[] {"GET", "POST"}));
    register(context, new ServiceRoute(platform, json), "/{workspace}/services/{service}");
    register(
        context,
        new ServiceListRoute(platform, json),
        "/{workspace}/services",
        "/{workspace}/services/");
    register(
        context, new HealthRoutes(platform, json), HealthRoutes.LIVENESS, HealthRoutes.READINESS);
    register(context, new IndexRoute(context, platform, json), "/");
  }

  private void register(BundleContext context, HttpRoute route, String... patterns) {
    register(context, route, Map.of(HttpRoute.PATTERN, patterns));
  }

  private void register(BundleContext context, HttpRoute route, Map<String, Object> properties) {
    registrations.add(context.registerService(HttpRoute.class, route, new Hashtable<>(properties)));
  }

  @Deactivate
  void stop() {
    registrations.forEach(ServiceRegistration::unregister);
    platform.stop();
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindHub(Hub hub) {
    platform.bindHub(hub);
  }

  void unbindHub(Hub hub) {
    platform.unbindHub(hub);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindEngine(RpcEngine engine) {
    platform.bindEngine(engine);
  }

  void unbindEngine(RpcEngine engine) {
    platform.unbindEngine(engine);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindListener(Listener listener) {
    platform.bindListener(listener);
  }

  void unbindListener(Listener listener) {
    platform.unbindListener(listener);
  }
}
