package io.mycel.js.internal.plugin;

import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.rpc.Service;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Services that a plugin registers beside its export. They are offered at its client of the hub,
 * and go with it; the hub may be replaced meanwhile.
 */
final class OwnServices {
  private static final Set<String> ABOUT =
      Set.of("id", "name", "type", "description", "config", "docs", "visibility");
  private static final int MAX_SERVICES = 1000;
  private static final String UNNAMED = "service";

  private final PluginContext plugin;
  private final BundleContext bundle;
  private final Map<String, ServiceRegistration<ServiceOffer>> offers = new ConcurrentHashMap<>();

  OwnServices(PluginContext plugin, BundleContext bundle) {
    this.plugin = plugin;
    this.bundle = bundle;
  }

  /** Offers a service; gives what is known of it, with its absolute {@code id}. */
  CompletionStage<Object> register(Arguments args) {
    Map<String, Object> given = args.named();
    if (given.isEmpty()) {
      throw new IllegalArgumentException(
          "registerService takes an object with functions, such as {id: 'math', add(a, b) {…}}");
    }
    if (offers.size() >= MAX_SERVICES) {
      throw new IllegalArgumentException(
          "the plugin has registered " + MAX_SERVICES + " services, which is the limit");
    }
    Service service = service(given);
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(ServiceOffer.WORKSPACE, plugin.id().workspace());
    properties.put(ServiceOffer.CLIENT_ID, plugin.clientId());
    ServiceOffer offer = () -> service;
    ServiceRegistration<ServiceOffer> before =
        offers.put(service.id(), bundle.registerService(ServiceOffer.class, offer, properties));
    if (before != null) {
      withdraw(before);
    }
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("id", plugin.id().workspace() + "/" + plugin.clientId() + ":" + service.id());
    info.put("name", service.name());
    info.put("type", service.type());
    info.put("description", service.description());
    info.put("config", service.config());
    return CompletableFuture.completedFuture(info);
  }

  private Service service(Map<String, Object> given) {
    Map<String, Object> config = Arguments.map(given.get("config"));
    String name = text(given, "name", text(given, "id", null));
    if (name == null) {
      name = free();
    }
    Service.Builder service =
        Service.builder(id(text(given, "id", name)))
            .name(name)
            .type(text(given, "type", "generic"))
            .description(text(given, "description", ""));
    config.forEach(service::config);
    if (given.get("visibility") instanceof String visibility) {
      service.visibility(visibility);
    }
    given.forEach(
        (key, value) -> {
          if (!ABOUT.contains(key)) {
            service.member(key, value);
          }
        });
    return service.build();
  }

  /** A name for a service without one, which takes no other's place. */
  private String free() {
    String name = UNNAMED;
    for (int number = 2; offers.containsKey(name); number++) {
      name = UNNAMED + "-" + number;
    }
    return name;
  }

  private static String text(Map<String, Object> map, String key, String otherwise) {
    return map.get(key) instanceof String text && !text.isBlank() ? text : otherwise;
  }

  private static String id(String text) {
    String id = text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s/:@*.]+", "-");
    return id.isEmpty() ? UNNAMED : id;
  }

  /** Takes a service back, by the id or name that it was registered under. */
  CompletionStage<Object> unregister(String id) {
    withdraw(
        take(id)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the plugin has registered no service '"
                            + id
                            + "'; it has "
                            + offers.keySet())));
    return CompletableFuture.completedFuture(null);
  }

  /** ImJoy's older form: takes all back if none is named, and one that is not there is none. */
  CompletionStage<Object> unregister(Arguments args) {
    if (args.positional().isEmpty() && args.named().isEmpty()) {
      close();
    } else {
      take(args.id()).ifPresent(OwnServices::withdraw);
    }
    return CompletableFuture.completedFuture(true);
  }

  private Optional<ServiceRegistration<ServiceOffer>> take(String id) {
    return Optional.ofNullable(offers.remove(id(id.substring(id.lastIndexOf(':') + 1))));
  }

  /** Takes all of them back. */
  void close() {
    offers.values().forEach(OwnServices::withdraw);
    offers.clear();
  }

  private static void withdraw(ServiceRegistration<ServiceOffer> offer) {
    try {
      offer.unregister();
    } catch (IllegalStateException e) {
      return; // the bundle has stopped, and took it back with all the others
    }
  }
}
