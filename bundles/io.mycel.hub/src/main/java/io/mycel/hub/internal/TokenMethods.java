package io.mycel.hub.internal;

import static io.mycel.hub.internal.ManagerMethod.BOTH;
import static io.mycel.hub.internal.ManagerMethod.ONLY_B;
import static io.mycel.hub.internal.ManagerMethod.optional;
import static io.mycel.hub.internal.ManagerMethod.required;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The manager's methods about tokens. A token makes a new user, the child of the one who asked for
 * it.
 */
final class TokenMethods {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Tokens tokens;
  private final Names names;
  private final Duration lifetime;

  TokenMethods(Tokens tokens, Names names, Duration lifetime) {
    this.tokens = tokens;
    this.names = names;
    this.lifetime = lifetime;
  }

  List<ManagerMethod> methods() {
    return List.of(
        ManagerMethod.of(
            "generate_token",
            BOTH,
            "Makes a token by which another client may connect.",
            List.of(
                optional(
                    "config",
                    "object",
                    "workspace or scopes (where it is good), permission (read, read_write, admin), expires_in (seconds), client_id, email")),
            (caller, arguments) -> generate(caller.client(), arguments.within("config"))),
        ManagerMethod.of(
            "parse_token",
            ONLY_B,
            "Reads a token of this server.",
            List.of(required("token", "string", "the token")),
            (caller, arguments) -> parse(caller.client(), arguments)),
        ManagerMethod.of(
            "revoke_token",
            ONLY_B,
            "Makes a token invalid.",
            List.of(required("token", "string", "the token")),
            (caller, arguments) -> revoke(caller.client(), arguments)));
  }

  private String generate(Client client, Arguments config) {
    User parent = client.user();
    List<String> workspaces =
        config.any("scopes") != null
            ? config.texts("scopes")
            : List.of(config.text("workspace").orElse(client.workspace()));
    Permission permission = permission(config.text("permission").orElse("read_write"));
    Map<String, Permission> grants = new LinkedHashMap<>();
    for (String workspace : workspaces) {
      if (!parent.may(workspace, Permission.ADMIN)) {
        throw new HubException(
            HubException.Kind.PERMISSION,
            "Permission denied: only an administrator of workspace "
                + workspace
                + " may make tokens for it");
      }
      grants.put(Names.check("the workspace", workspace), permission);
    }
    if (config.text("email").isPresent() && !parent.roles().contains("admin")) {
      throw new HubException(
          HubException.Kind.PERMISSION,
          "Permission denied: only an administrator may name an e-mail address");
    }
    User child =
        new User(
            names.unique(),
            parent.roles(),
            parent.isAnonymous(),
            config.text("email").orElse(parent.email()),
            parent.id(),
            Map.copyOf(grants),
            null);
    String home = workspaces.isEmpty() ? null : workspaces.get(0);
    String clientId = config.text("client_id").map(id -> Names.check("client_id", id)).orElse(null);
    return tokens.sign(new Tokens.Grant(child, home, clientId, false, null), lifetime(config));
  }

  private Duration lifetime(Arguments config) {
    double seconds = config.number("expires_in").orElse((double) lifetime.toSeconds());
    if (!(seconds > 0) || seconds > LONGEST.toSeconds()) {
      throw new HubException(
          HubException.Kind.INVALID,
          "generate_token: 'expires_in' must be seconds between 0 and "
              + LONGEST.toSeconds()
              + ", got "
              + seconds);
    }
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private static Permission permission(String name) {
    return switch (name) {
      case "read", "r" -> Permission.READ;
      case "read_write", "rw" -> Permission.READ_WRITE;
      case "admin", "a" -> Permission.ADMIN;
      default ->
          throw new HubException(
              HubException.Kind.INVALID,
              "generate_token: 'permission' must be read, read_write or admin, got '" + name + "'");
    };
  }

  private Object parse(Client client, Arguments arguments) {
    User user = own(client, arguments.requiredText("token")).user();
    return UserWire.toMap(user, null, null);
  }

  private Object revoke(Client client, Arguments arguments) {
    String token = arguments.requiredText("token");
    own(client, token);
    tokens.revoke(token);
    return Map.of("success", true, "message", "Token revoked successfully");
  }

  /**
   * A token that the calling user may look into: its own, a child's, or one for workspaces that it
   * administers.
   */
  private Tokens.Grant own(Client client, String token) {
    Tokens.Grant grant = tokens.parse(token);
    User caller = client.user();
    boolean related =
        grant.user().id().equals(caller.id()) || caller.id().equals(grant.user().parent());
    boolean administers =
        !grant.user().workspaces().isEmpty()
            && grant.user().workspaces().keySet().stream()
                .allMatch(workspace -> caller.may(workspace, Permission.ADMIN));
    if (!related && !administers) {
      throw new HubException(
          HubException.Kind.PERMISSION, "Permission denied: the token belongs to another user");
    }
    return grant;
  }
}
