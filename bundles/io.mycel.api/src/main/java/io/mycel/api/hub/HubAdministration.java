package io.mycel.api.hub;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What those who run a hub may see of it, whoever it belongs to: a service for consoles and pages
 * of administration, which themselves ask who wants to know. Read only; what it returns is as of
 * the call and does not change later. No method blocks or throws.
 */
@ProviderType
public interface HubAdministration {

  /**
   * The clients, those included that have lost their connection and may still come back, but not
   * the helpers of the hub itself; by address.
   */
  List<ClientInfo> clients();

  /** The workspaces, by name. */
  List<WorkspaceInfo> workspaces();
}
