package io.mycel.api.hub;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.Service;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service whose functions are known at run time only, such as that of a plugin: what {@link
 * ExportedService} is for Java objects. Whoever registers it as an OSGi service, with the
 * properties {@link #WORKSPACE} and {@link #CLIENT_ID}, offers it to every client of the hub.
 *
 * <p>As there, several may be offered under one id at one client, and calls go to the one of the
 * highest {@code service.ranking}, among equals to the one registered last; whoever unregisters one
 * waits, for a bounded time, until the calls in flight have ended.
 */
@ConsumerType
public interface ServiceOffer {
  /** Service property: where it lives; {@code public} if absent. */
  String WORKSPACE = ExportedService.PREFIX_ + "workspace";

  /** Service property: the client that offers it; the symbolic name of the bundle if absent. */
  String CLIENT_ID = ExportedService.PREFIX_ + "clientId";

  /**
   * The service. Asked for once by each hub, and again when the properties change; its functions
   * are called by several threads at once.
   */
  Service service();

  /**
   * The service is offered by this client of the hub, by which its owner may call others and be
   * called back. Called again with another one when another hub takes over; the one before is of no
   * use from then on. Must not block.
   */
  default void connected(Peer peer) {}
}
