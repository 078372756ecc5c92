package io.mycel.apps.internal;

import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Call;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who asks for something, as the hub says.
 *
 * @param userId the user
 * @param anonymous true if nobody has logged in
 * @param workspace from where
 * @param grants permissions by workspace, {@code *} for every one, as on the wire
 */
record Caller(String userId, boolean anonymous, String workspace, Map<?, ?> grants) {

  static Caller of(Call.Context context) {
    Map<String, Object> user = context.user() == null ? Map.of() : context.user();
    Map<?, ?> scope = user.get("scope") instanceof Map<?, ?> map ? map : Map.of();
    return new Caller(
        String.valueOf(user.get("id")),
        !Boolean.FALSE.equals(user.get("is_anonymous")),
        context.workspace(),
        scope.get("workspaces") instanceof Map<?, ?> map ? map : Map.of());
  }

  static Caller of(User user, String workspace) {
    Map<String, String> grants = new java.util.HashMap<>();
    user.workspaces().forEach((name, permission) -> grants.put(name, permission.wire()));
    return new Caller(user.id(), user.isAnonymous(), workspace, grants);
  }

  boolean may(String target, Permission wanted) {
    return List.of(target, "*").stream()
        .map(grants::get)
        .filter(Objects::nonNull)
        .anyMatch(
            has ->
                List.of(Permission.values()).stream()
                    .anyMatch(p -> p.wire().equals(has) && p.compareTo(wanted) >= 0));
  }
}
