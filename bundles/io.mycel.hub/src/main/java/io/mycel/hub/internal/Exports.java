package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.Resident;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.Service;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of this JVM that offer its exported services: one for each address that they name.
 */
final class Exports {
  private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

  private final LocalClients localClients;
  private final Directory directory;
  private final Registry registry;
  private final Executor executor;
  private final Map<String, Exporter> exporters = new HashMap<>();

  /** A client and its services by their ids. */
  private record Exporter(Client client, Peer peer, Map<String, ExportSlot> slots) {}

  /**
   * No clients yet.
   *
   * @param executor runs the functions
   */
  Exports(HubCore core, Executor executor) {
    this.localClients = core.localClients();
    this.directory = core.directory();
    this.registry = core.registry();
    this.executor = executor;
  }

  /**
   * Offers what a provider provides; others of the same id that are not better get no new calls.
   *
   * @return the client that offers it
   * @throws HubException if the client's name is taken by a client that is no exporter
   */
  synchronized Peer offer(ExportProvider provider) {
    ExportDeclaration declaration = provider.declaration();
    Exporter exporter = exporters.get(declaration.address());
    if (exporter == null) {
      exporter = connect(declaration);
      exporters.put(declaration.address(), exporter);
    }
    ExportSlot slot =
        exporter.slots().computeIfAbsent(declaration.serviceId(), id -> new ExportSlot());
    slot.add(provider);
    announce(exporter, slot);
    LOG.info(
        "{}: service {} is offered by {}",
        declaration.address(),
        declaration.serviceId(),
        provider.origin());
    return exporter.peer();
  }

  private Exporter connect(ExportDeclaration declaration) {
    String workspace = declaration.workspace();
    User user =
        new User(
            "java-services",
            List.of(),
            false,
            null,
            null,
            Map.of(workspace, Permission.READ_WRITE),
            null);
    Peer peer =
        localClients.connect(
            workspace, declaration.clientId(), user, executor, Resident.Role.EXPORT);
    return new Exporter(directory.client(peer.address()).client(), peer, new HashMap<>());
  }

  /** Tells clients of a service, unless they would see no difference. */
  private void announce(Exporter exporter, ExportSlot slot) {
    Service service = slot.service();
    if (service.equals(exporter.peer().services().put(service.id(), service))) {
      return;
    }
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("id", service.id());
    info.put("name", service.name());
    info.put("description", service.description());
    info.put("type", service.type());
    info.put("config", service.config());
    info.put("service_schema", service.schema());
    registry.put(exporter.client(), ServiceForms.parse(exporter.client(), info));
  }

  /**
   * Takes a provider away: the next best gets the calls from now on. With the last one the service
   * goes; its client stays for the answers to calls in flight, until it is {@link #settled}.
   */
  synchronized void withdraw(ExportProvider provider) {
    ExportDeclaration declaration = provider.declaration();
    Exporter exporter = exporters.get(declaration.address());
    ExportSlot slot = exporter.slots().get(declaration.serviceId());
    slot.remove(provider);
    if (slot.isEmpty()) {
      exporter.slots().remove(declaration.serviceId());
      registry.remove(exporter.client(), declaration.serviceId());
      exporter.peer().services().remove(declaration.serviceId());
      LOG.info("{}: service {} is gone", declaration.address(), declaration.serviceId());
    } else {
      announce(exporter, slot);
    }
  }

  /** What another hub has offered and this one has not is offered no more. */
  synchronized void offeredAll() {
    for (Exporter exporter : exporters.values()) {
      for (String id : List.copyOf(exporter.client().services().keySet())) {
        if (!id.equals(Registry.BUILT_IN) && !exporter.slots().containsKey(id)) {
          registry.remove(exporter.client(), id);
        }
      }
      exporter.peer().services().keySet().retainAll(exporter.slots().keySet());
    }
    localClients.forgetExports();
  }

  /** No call goes on at a provider that was withdrawn: a client without services leaves. */
  synchronized void settled(ExportProvider provider) {
    String address = provider.declaration().address();
    Exporter exporter = exporters.get(address);
    if (exporter != null && exporter.slots().isEmpty()) {
      exporters.remove(address);
      exporter.peer().close("its services are gone");
    }
  }
}
