package io.mycel.plugins.internal.life;

import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.Service;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/** The service of a plugin, as the hub offers it to every client. */
final class Offer implements ServiceOffer {
  private static final String PRESENCE = "presence";
  private static final Set<String> VISIBILITIES = Set.of("public", "protected", "unlisted");

  private final Service service;
  private final Consumer<Peer> peers;

  private Offer(Service service, Consumer<Peer> peers) {
    this.service = service;
    this.peers = peers;
  }

  /**
   * Offers the service of a plugin; it takes the place of one that was offered before.
   *
   * @param grant its client and its service
   * @param members what it offers
   * @param peers are told of the client, now and after each change of the hub
   */
  static ServiceRegistration<ServiceOffer> register(
      BundleContext context,
      Grant grant,
      PluginDescriptor plugin,
      Map<String, Object> members,
      Consumer<Peer> peers) {
    return context.registerService(
        ServiceOffer.class, new Offer(service(grant, plugin, members), peers), properties(grant));
  }

  /**
   * Offers the same for a plugin that is away. What it offers itself is preferred.
   *
   * @param members that stand in
   */
  static ServiceRegistration<ServiceOffer> standIn(
      BundleContext context, Grant grant, PluginDescriptor plugin, Map<String, Object> members) {
    Dictionary<String, Object> properties = properties(grant);
    properties.put(Constants.SERVICE_RANKING, -1);
    return context.registerService(
        ServiceOffer.class, new Offer(service(grant, plugin, members), peer -> {}), properties);
  }

  /**
   * Lets a plugin be a client of the hub before it offers anything, and while it ends: it may call
   * others in its setup. Nobody sees it in lists.
   */
  static ServiceRegistration<ServiceOffer> present(
      BundleContext context, Grant grant, Consumer<Peer> peers) {
    Service presence =
        Service.builder(PRESENCE)
            .description("This plugin is there, or on its way.")
            .visibility("unlisted")
            .build();
    return context.registerService(
        ServiceOffer.class, new Offer(presence, peers), properties(grant));
  }

  private static Dictionary<String, Object> properties(Grant grant) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(WORKSPACE, grant.id().workspace());
    properties.put(CLIENT_ID, grant.clientId());
    return properties;
  }

  static Service service(Grant grant, PluginDescriptor plugin, Map<String, Object> members) {
    Service.Builder service =
        Service.builder(grant.serviceId())
            .name(plugin.name())
            .type(plugin.type())
            .description(plugin.description())
            .visibility(visibility(grant, plugin))
            .config("name", plugin.name())
            .config("version", plugin.version());
    if (plugin.tag() != null) {
      service.config("tag", plugin.tag());
    }
    plugin.docs().ifPresent(docs -> service.config("docs", docs));
    Map<String, Object> plain = new LinkedHashMap<>(members);
    // what describes the service is not among its members
    Set.of("id", "name", "type", "description", "config").forEach(plain::remove);
    return service.members(plain).build();
  }

  private static String visibility(Grant grant, PluginDescriptor plugin) {
    return plugin.config().get("visibility") instanceof String text && VISIBILITIES.contains(text)
        ? text
        : grant.standardVisibility();
  }

  @Override
  public Service service() {
    return service;
  }

  @Override
  public void connected(Peer peer) {
    peers.accept(peer);
  }
}
