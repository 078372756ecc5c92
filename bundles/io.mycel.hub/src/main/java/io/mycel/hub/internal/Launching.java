package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.ServiceLauncher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Services that are there only once somebody asks for them. */
final class Launching {
  private final Registry registry;
  private final AtomicReference<ServiceLauncher> launcher = new AtomicReference<>();

  Launching(Registry registry) {
    this.registry = registry;
  }

  /** Who starts apps from now on. */
  void by(ServiceLauncher newLauncher) {
    launcher.set(newLauncher);
  }

  /** One who starts apps has gone; another may have come before. */
  void without(ServiceLauncher gone) {
    launcher.compareAndSet(gone, null);
  }

  boolean isPossible() {
    return launcher.get() != null;
  }

  /**
   * A service of an app, which is started if it does not run.
   *
   * @param query what is asked for; the own workspace is meant if it names none
   * @param app id or name of the app; null for whichever offers the service
   */
  CompletableFuture<ServiceInfo> launch(Client caller, ServiceQuery query, String app) {
    ServiceLauncher present = launcher.get();
    if (present == null) {
      throw new HubException(
          HubException.Kind.NOT_FOUND,
          "Service not found: "
              + query.serviceId()
              + ", and it cannot be started: server apps are not enabled here (--enable-server-apps)");
    }
    String workspace = query.workspace() == null ? caller.workspace() : query.workspace();
    return present
        .launch(caller.user(), workspace, app, query.serviceId())
        .thenApply(address -> service(caller, address, query.serviceId()))
        .toCompletableFuture();
  }

  private ServiceInfo service(Client caller, String address, String serviceId) {
    int slash = address.indexOf('/');
    ServiceQuery there =
        new ServiceQuery(
            address.substring(0, slash), address.substring(slash + 1), serviceId, null);
    List<ServiceInfo> found = registry.find(there, caller.workspace(), caller.user());
    if (found.isEmpty()) {
      throw new HubException(
          HubException.Kind.NOT_FOUND,
          "Service not found: " + serviceId + " of " + address + ", which was started for it");
    }
    return found.get(0);
  }
}
