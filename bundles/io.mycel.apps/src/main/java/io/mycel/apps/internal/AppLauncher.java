package io.mycel.apps.internal;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceLauncher;
import io.mycel.api.hub.User;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Starts the app that offers a service, when somebody asks the hub for it. */
final class AppLauncher implements ServiceLauncher {
  private final AppCatalog catalog;

  AppLauncher(AppCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public CompletionStage<String> launch(User user, String workspace, String app, String service) {
    try {
      Caller caller = Caller.of(user, workspace);
      catalog.check(caller, workspace, Permission.READ);
      App found = app == null ? byService(workspace, service) : catalog.app(workspace, app);
      Optional<Session> running =
          catalog.sessions().running().stream()
              .filter(session -> session.app().id().equals(found.id()))
              .filter(session -> session.app().workspace().equals(workspace))
              .filter(session -> session.services().contains(service))
              .findFirst();
      if (running.isPresent()) {
        return CompletableFuture.completedFuture(running.get().id());
      }
      return catalog
          .start(found, new AppCatalog.Start(null, service, Optional.empty(), Optional.empty()))
          .thenApply(Session::id);
    } catch (AppException e) {
      return CompletableFuture.failedFuture(
          new HubException(HubException.Kind.NOT_FOUND, e.getMessage()));
    }
  }

  /** The app that had the service when it ran, or has its name. */
  private App byService(String workspace, String service) {
    return catalog.store().list(workspace).stream()
        .filter(app -> app.services().contains(service) || slug(app.name()).equals(service))
        .findFirst()
        .orElseThrow(
            () ->
                new AppException(
                    "Service id "
                        + service
                        + " not found: no app of workspace "
                        + workspace
                        + " is known to offer it; start the app once, or name it"));
  }

  private static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
