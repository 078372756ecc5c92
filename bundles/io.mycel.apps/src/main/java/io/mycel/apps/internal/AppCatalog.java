package io.mycel.apps.internal;

import io.mycel.api.hub.Permission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Apps and their sessions, on behalf of callers: who may do what is decided here. */
final class AppCatalog {
  private final AppStore store;
  private final Sessions sessions;
  private final ClientIds clientIds;
  private final AppsConfig config;

  AppCatalog(AppStore store, Sessions sessions, ClientIds clientIds, AppsConfig config) {
    this.store = store;
    this.sessions = sessions;
    this.clientIds = clientIds;
    this.config = config;
  }

  AppStore store() {
    return store;
  }

  Sessions sessions() {
    return sessions;
  }

  /**
   * Makes sure that a caller may do something with the apps of a workspace.
   *
   * @throws AppException if not
   */
  void check(Caller caller, String workspace, Permission wanted) {
    if (caller.anonymous() && !config.allowAnonymous()) {
      throw new AppException(
          "User must be authenticated: server apps are not for anonymous clients; connect with a"
              + " token (allowAnonymous of io.mycel.apps lets everybody in)");
    }
    if (!caller.may(workspace, wanted)) {
      throw new AppException(
          "Permission denied: user "
              + caller.userId()
              + " may not do this with the apps of workspace "
              + workspace);
    }
  }

  /** The workspace and the id in {@code workspace/id}; that of the caller if it names none. */
  static String[] split(Caller caller, String id) {
    int slash = id.indexOf('/');
    return slash < 0
        ? new String[] {caller.workspace(), id}
        : new String[] {id.substring(0, slash), id.substring(slash + 1)};
  }

  /** An app that is there, by id, or by name if no id is that. */
  App app(String workspace, String idOrName) {
    return store
        .find(workspace, idOrName)
        .or(
            () ->
                store.list(workspace).stream()
                    .filter(app -> app.name().equals(idOrName))
                    .findFirst())
        .orElseThrow(
            () ->
                new AppException(
                    "Application id '"
                        + idOrName
                        + "' not found in workspace "
                        + workspace
                        + "; it has "
                        + store.list(workspace).stream().map(App::id).toList()));
  }

  /** How an app is started, as far as its caller says. */
  record Start(
      String clientId, String waitForService, Optional<Double> timeout, Optional<Integer> idle) {
    static final Start DEFAULT = new Start(null, null, Optional.empty(), Optional.empty());
  }

  /** Starts an app; one that may run only once is not started again. */
  CompletableFuture<Session> start(App app, Start how) {
    if (app.singleton()) {
      Optional<CompletableFuture<Session>> there = sessions.of(app);
      if (there.isPresent()) {
        return there.get();
      }
    }
    return startAnother(app, how);
  }

  /** Starts an app once more. */
  CompletableFuture<Session> startAnother(App app, Start how) {
    String service = how.waitForService() == null ? app.waitForService() : how.waitForService();
    int idle =
        how.idle()
            .orElse(
                app.daemon()
                    ? 0
                    : app.stopAfterInactive() < 0
                        ? config.stopAfterInactiveSeconds()
                        : app.stopAfterInactive());
    String clientId = how.clientId() == null ? clientIds.next() : how.clientId();
    Duration patience =
        Duration.ofMillis(
            (long) (how.timeout().orElse((double) config.startTimeoutSeconds()) * 1000));
    Session wanted = sessions.wanted(app, clientId, service, idle);
    return sessions
        .start(wanted, store.source(app), patience)
        .thenApply(
            session -> {
              remember(app, session.services());
              return session;
            });
  }

  /** What an app offers is known from its last start. */
  private void remember(App app, List<String> services) {
    store
        .find(app.workspace(), app.id())
        .filter(known -> !known.services().equals(services))
        .ifPresent(known -> store.put(known.withServices(services), store.source(known)));
  }
}
