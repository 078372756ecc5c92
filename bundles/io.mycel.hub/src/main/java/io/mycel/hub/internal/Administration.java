package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.ClientInfo;
import io.mycel.api.hub.HubAdministration;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.WorkspaceInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks over the directory for those who run the hub. */
final class Administration implements HubAdministration {
  private final Directory directory;

  Administration(Directory directory) {
    this.directory = directory;
  }

  @Override
  public List<ClientInfo> clients() {
    return directory.workspaces().stream()
        .flatMap(Administration::visible)
        .map(this::info)
        .sorted(Comparator.comparing(ClientInfo::address))
        .toList();
  }

  @Override
  public List<WorkspaceInfo> workspaces() {
    return directory.workspaces().stream()
        .map(Administration::info)
        .sorted(Comparator.comparing(WorkspaceInfo::name))
        .toList();
  }

  private static Stream<ClientEntry> visible(Workspace workspace) {
    return workspace.clients().stream().filter(entry -> !entry.client().hidden());
  }

  private ClientInfo info(ClientEntry entry) {
    Client client = entry.client();
    return new ClientInfo(
        client.workspace(),
        client.id(),
        client.generation(),
        client.user(),
        directory.client(client.address()) == entry,
        entry.connection().opening().remoteAddress(),
        client.connectedAt(),
        entry.connection().queuedBytes(),
        client.services().values().stream()
            .sorted(Comparator.comparing(ServiceInfo::serviceId))
            .toList());
  }

  private static WorkspaceInfo info(Workspace workspace) {
    Map<String, Object> said = workspace.info();
    Object description = said.get("description");
    List<ClientEntry> clients = visible(workspace).toList();
    long services =
        clients.stream()
            .flatMap(entry -> entry.client().services().keySet().stream())
            .filter(id -> !id.equals(Registry.BUILT_IN))
            .count();
    return new WorkspaceInfo(
        workspace.name(),
        workspace.owner().id(),
        workspace.permanent(),
        String.valueOf(said.get("visibility")),
        description == null ? null : description.toString(),
        clients.size(),
        Math.toIntExact(services));
  }
}
