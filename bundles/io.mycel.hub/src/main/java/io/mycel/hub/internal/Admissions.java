package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.transport.Opening;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides who a client is and which workspace it enters. */
final class Admissions {
  private static final List<String> PARAMETERS_OF_A =
      List.of("client_id", "workspace", "token", "reconnection_token");
  private static final String WORKSPACE_OF_B = "ws-user-";

  private final Directory directory;
  private final Tokens tokens;
  private final Administrator administrator;
  private final Reconnection reconnection;
  private final Names names;
  private final String managerId;

  Admissions(
      Directory directory,
      Tokens tokens,
      Administrator administrator,
      Reconnection reconnection,
      Names names,
      String managerId) {
    this.directory = directory;
    this.tokens = tokens;
    this.administrator = administrator;
    this.reconnection = reconnection;
    this.names = names;
    this.managerId = managerId;
  }

  /**
   * What a client asks for; each but the client id may be null.
   *
   * @param reconnectionToken by which it comes back to a name that it had
   */
  record Wish(
      Generation generation,
      String clientId,
      String workspace,
      String token,
      String reconnectionToken) {}

  /**
   * A client that may come in.
   *
   * @param comesBack true if it has proved that its name was its own before
   */
  record Admitted(Client client, boolean comesBack) {}

  /** The wish that an opening request carries, which only those of generation A do. */
  static Optional<Wish> wishOfA(Opening opening) {
    if (PARAMETERS_OF_A.stream().noneMatch(name -> opening.query().containsKey(name))) {
      return Optional.empty();
    }
    return Optional.of(
        new Wish(
            Generation.A,
            parameter(opening, "client_id"),
            parameter(opening, "workspace"),
            parameter(opening, "token"),
            parameter(opening, "reconnection_token")));
  }

  private static String parameter(Opening opening, String name) {
    return opening.parameter(name).filter(value -> !value.isEmpty()).orElse(null);
  }

  /**
   * Admits a client.
   *
   * @param opening how it came here
   * @throws HubException if the token, the workspace or the name is refused
   */
  Admitted admit(Wish wish, Opening opening) {
    return admit(wish, opening, Duration.ZERO);
  }

  /**
   * Admits a client whose token was looked at before.
   *
   * @param opening how it came here
   * @param since how long ago at most, so that it does not count if it has expired meanwhile
   * @throws HubException if the token, the workspace or the name is refused
   */
  Admitted admit(Wish wish, Opening opening, Duration since) {
    String clientId = Names.check("client_id", wish.clientId());
    if (clientId.equals(ManagerPeers.CLIENT_ID_A) || clientId.equals(managerId)) {
      throw new HubException(
          HubException.Kind.INVALID,
          "client_id '" + clientId + "' is the workspace manager's; choose another");
    }
    if (wish.reconnectionToken() != null) {
      return comeBack(wish, clientId, since);
    }
    if (wish.token() != null) {
      return byToken(wish, clientId, opening, since);
    }
    return anonymous(wish, clientId);
  }

  private Admitted comeBack(Wish wish, String clientId, Duration since) {
    Tokens.Grant grant = tokens.parse(wish.reconnectionToken(), since);
    if (!grant.reconnection() || !clientId.equals(grant.clientId())) {
      throw new HubException(
          HubException.Kind.UNAUTHENTICATED, "the reconnection token is of another client");
    }
    if (wish.workspace() != null && !wish.workspace().equals(grant.workspace())) {
      throw new HubException(
          HubException.Kind.PERMISSION, "Permission denied for workspace: " + wish.workspace());
    }
    String address = grant.workspace() + "/" + clientId;
    if (wish.generation() == Generation.A
        && directory.client(address) == null
        && reconnection.peek(address).isEmpty()) {
      // a client of generation A does not register its services again, so it must start anew
      throw new HubException(
          HubException.Kind.NOT_FOUND, "client " + address + " has been away for too long");
    }
    return new Admitted(
        new Client(wish.generation(), grant.workspace(), clientId, grant.user(), false), true);
  }

  private Admitted byToken(Wish wish, String clientId, Opening opening, Duration since) {
    Tokens.Grant grant =
        administrator.isToken(wish.token())
            ? administrator.grant(opening.headers())
            : tokens.parse(wish.token(), since);
    if (grant.reconnection() || grant.clientId() != null && !grant.clientId().equals(clientId)) {
      throw new HubException(
          HubException.Kind.UNAUTHENTICATED, "the token is made for another client");
    }
    String workspace = wish.workspace() != null ? wish.workspace() : grant.workspace();
    if (workspace == null) {
      workspace = home(wish.generation(), grant.user().id());
    }
    Names.check("the workspace", workspace);
    if (!grant.user().may(workspace, Permission.READ)) {
      throw denied(workspace);
    }
    return new Admitted(
        new Client(wish.generation(), workspace, clientId, grant.user(), false), false);
  }

  private Admitted anonymous(Wish wish, String clientId) {
    if (wish.workspace() != null) {
      throw denied(wish.workspace());
    }
    String id = wish.generation() == Generation.A ? names.unique() : "anonymouz-" + names.unique();
    String workspace = home(wish.generation(), id);
    User user =
        new User(
            id, List.of("anonymous"), true, null, null, Map.of(workspace, Permission.ADMIN), null);
    return new Admitted(new Client(wish.generation(), workspace, clientId, user, false), false);
  }

  /** The workspace of one's own, in the form of each generation. */
  private static String home(Generation generation, String userId) {
    return generation == Generation.A ? userId : WORKSPACE_OF_B + userId;
  }

  private HubException denied(String workspace) {
    return directory.workspace(workspace).isPresent()
        ? new HubException(
            HubException.Kind.PERMISSION, "Permission denied for workspace: " + workspace)
        : new HubException(
            HubException.Kind.NOT_FOUND,
            "'Workspace " + workspace + " does not exist or is not accessible'");
  }
}
