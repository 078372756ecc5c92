package io.mycel.apps.internal;

import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The apps that run: each is one more instance of its plugin. */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final long LOOK_MILLIS = 50;

  private final PluginManager plugins;
  private final Function<String, List<ServiceInfo>> services;
  private final ScheduledExecutorService timer;
  private final InstantSource clock;
  private final int maxPerWorkspace;

  /** By their ids; those on their way have no value yet. */
  private final Map<String, CompletableFuture<Session>> sessions = new ConcurrentHashMap<>();

  /**
   * No sessions yet.
   *
   * @param services those of a workspace, as the hub knows them
   * @param maxPerWorkspace sessions that may run in a workspace
   */
  Sessions(
      PluginManager plugins,
      Function<String, List<ServiceInfo>> services,
      ScheduledExecutorService timer,
      InstantSource clock,
      int maxPerWorkspace) {
    this.plugins = plugins;
    this.services = services;
    this.timer = timer;
    this.clock = clock;
    this.maxPerWorkspace = maxPerWorkspace;
  }

  /** Those that run, by id. */
  List<Session> running() {
    List<Session> running = new ArrayList<>();
    sessions.values().stream()
        .filter(each -> each.isDone() && !each.isCompletedExceptionally())
        .forEach(each -> running.add(each.join()));
    return running;
  }

  /** One that runs. */
  Optional<Session> find(String id) {
    CompletableFuture<Session> session = sessions.get(id);
    return session == null || !session.isDone() || session.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.of(session.join());
  }

  /** The youngest session of an app, or the one that is on its way. */
  synchronized Optional<CompletableFuture<Session>> of(App app) {
    return sessions.values().stream()
        .filter(each -> each instanceof Starting starting && starting.app.id().equals(app.id()))
        .filter(each -> ((Starting) each).app.workspace().equals(app.workspace()))
        .filter(each -> !each.isCompletedExceptionally())
        .findFirst();
  }

  /** A session that may not be there yet. */
  private static final class Starting extends CompletableFuture<Session> {
    private final App app;

    Starting(App app) {
      this.app = app;
    }
  }

  /**
   * Starts an app.
   *
   * @param wanted how; its services are not known yet
   * @param source the plugin file
   * @param patience how long it may take
   * @return fails with what went wrong; nothing of it is left then
   */
  CompletableFuture<Session> start(Session wanted, String source, Duration patience) {
    Starting starting = reserve(wanted);
    InstallRequest request =
        new InstallRequest(
            source,
            null,
            wanted.app().workspace(),
            List.of(),
            null,
            true,
            false,
            wanted.clientId());
    CompletableFuture<PluginStatus> installed = plugins.install(request).toCompletableFuture();
    Future<?> tooLate =
        timer.schedule(
            () -> installed.completeExceptionally(new TimeoutException()),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    installed
        .whenComplete((status, failure) -> tooLate.cancel(false))
        .thenCompose(status -> ready(wanted, status, patience))
        .whenComplete(
            (session, failure) -> {
              if (failure == null) {
                starting.complete(session);
              } else {
                sessions.remove(wanted.id(), starting);
                plugins.remove(wanted.plugin());
                starting.completeExceptionally(explained(wanted, failure, patience));
              }
            });
    return starting;
  }

  private synchronized Starting reserve(Session wanted) {
    String prefix = wanted.app().workspace() + "/";
    if (sessions.containsKey(wanted.id())) {
      throw new AppException(
          "there is a session " + wanted.id() + " already; name another client_id");
    }
    if (sessions.keySet().stream().filter(id -> id.startsWith(prefix)).count() >= maxPerWorkspace) {
      throw new AppException(
          "workspace "
              + wanted.app().workspace()
              + " runs "
              + maxPerWorkspace
              + " sessions, which is the limit (maxSessionsPerWorkspace of io.mycel.apps); stop some");
    }
    Starting starting = new Starting(wanted.app());
    sessions.put(wanted.id(), starting);
    return starting;
  }

  private CompletableFuture<Session> ready(Session wanted, PluginStatus status, Duration patience) {
    if (status.state() != PluginState.ACTIVE) {
      throw new AppException(
          "app '"
              + wanted.app().name()
              + "' of type "
              + wanted.app().type()
              + ": "
              + cause(status));
    }
    CompletableFuture<Session> ready = new CompletableFuture<>();
    long end = System.nanoTime() + patience.toNanos();
    look(wanted, end, ready);
    return ready;
  }

  private static String cause(PluginStatus status) {
    return status.cause().isEmpty() ? "it is " + status.state().wire() : status.cause();
  }

  /** A plugin may register further services a moment after it was set up. */
  private void look(Session wanted, long end, CompletableFuture<Session> ready) {
    List<String> found =
        services.apply(wanted.app().workspace()).stream()
            .filter(info -> info.clientId().equals(wanted.clientId()))
            .map(ServiceInfo::serviceId)
            .sorted()
            .toList();
    if (found.contains(wanted.waitForService())) {
      ready.complete(wanted.withServices(found));
    } else if (System.nanoTime() > end) {
      ready.completeExceptionally(
          new AppException(
              "app '"
                  + wanted.app().name()
                  + "' runs, but has not registered the service '"
                  + wanted.waitForService()
                  + "'; it has "
                  + found));
    } else {
      timer.schedule(() -> look(wanted, end, ready), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static AppException explained(Session wanted, Throwable failure, Duration patience) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof AppException known) {
      return known;
    }
    String reason =
        cause instanceof TimeoutException
            ? "it is not ready after " + patience.toSeconds() + " s"
            : String.valueOf(cause.getMessage());
    return new AppException("app '" + wanted.app().name() + "' cannot be started: " + reason);
  }

  /** Ends a session; false if there is none. */
  CompletableFuture<Boolean> stop(String id) {
    CompletableFuture<Session> session = sessions.remove(id);
    if (session == null) {
      return CompletableFuture.completedFuture(false);
    }
    return session
        .handle((started, failure) -> started)
        .thenCompose(
            started ->
                started == null
                    ? CompletableFuture.completedFuture(null)
                    : plugins.remove(started.plugin()).toCompletableFuture())
        .thenApply(removed -> true);
  }

  /** Takes up sessions that ran before this bundle was replaced, those that still do. */
  void adopt(List<Session> before) {
    for (Session session : before) {
      if (plugins.plugin(session.plugin()).isPresent()) {
        Starting running = new Starting(session.app());
        running.complete(session);
        sessions.putIfAbsent(session.id(), running);
      } else {
        LOG.info("{}: session of app {} has ended", session.id(), session.app().id());
      }
    }
  }

  /** Forgets sessions whose plugins have come to an end by themselves. */
  void forgetEnded() {
    for (Session session : running()) {
      Optional<PluginStatus> status = plugins.plugin(session.plugin());
      if (status.isEmpty()) {
        sessions.remove(session.id());
      } else if (status.get().state() == PluginState.FAILED) {
        LOG.warn("{}: app {}: {}", session.id(), session.app().id(), status.get().cause());
        stop(session.id());
      }
    }
  }

  /** The status of a session's plugin. */
  Optional<PluginStatus> status(Session session) {
    return plugins.plugin(session.plugin());
  }

  /** A session that begins now. */
  Session wanted(App app, String clientId, String waitForService, int stopAfterInactive) {
    return new Session(
        app,
        clientId,
        waitForService,
        stopAfterInactive,
        List.of(),
        clock.instant().getEpochSecond());
  }
}
