package io.mycel.hub.internal;

import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A user as clients of both generations read it: the fields of Hypha 0.15 and those of 0.21 in one
 * map.
 */
final class UserWire {
  private UserWire() {}

  /**
   * The map of a user.
   *
   * @param workspace the workspace of the connection, null for the hub itself
   * @param clientId the client of the connection, null for the hub itself
   */
  static Map<String, Object> toMap(User user, String workspace, String clientId) {
    Map<String, Object> grants = new LinkedHashMap<>();
    List<Object> scopes = new ArrayList<>();
    for (Map.Entry<String, Permission> grant : user.workspaces().entrySet()) {
      grants.put(grant.getKey(), grant.getValue().wire());
      scopes.add(grant.getKey());
    }
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("current_workspace", workspace == null ? "*" : workspace);
    scope.put("workspaces", grants);
    scope.put("client_id", clientId);
    scope.put("extra_scopes", null);

    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", user.id());
    map.put("roles", user.roles());
    map.put("is_anonymous", user.isAnonymous());
    map.put("email", user.email());
    map.put("parent", user.parent());
    map.put("scopes", scopes);
    map.put("scope", scope);
    map.put(
        "expires_at", user.expiresAt() == null ? null : (double) user.expiresAt().getEpochSecond());
    map.put("current_workspace", workspace);
    return map;
  }
}
