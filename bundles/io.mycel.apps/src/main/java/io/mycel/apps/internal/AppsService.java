package io.mycel.apps.internal;

import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The service {@code server-apps}: the functions of Hypha 0.15 ({@code launch}, {@code get_log})
 * and of Hypha 0.21 ({@code get_logs}, {@code get_app_info}, {@code get_session_info}) in one.
 */
final class AppsService implements ServiceOffer {
  static final String ID = "server-apps";

  private final AppCatalog catalog;
  private final Installer installer;
  private final SessionLogs logs;

  AppsService(AppCatalog catalog, Installer installer, SessionLogs logs) {
    this.catalog = catalog;
    this.installer = installer;
    this.logs = logs;
  }

  @Override
  public Service service() {
    return Service.builder(ID)
        .name("Server Apps")
        .type(ID)
        .description("Installs plugin files as apps, and starts and stops them on this server.")
        .visibility("public")
        .config("require_context", true)
        .function("install", function("install", Installer.POSITIONAL, this::install))
        .function("uninstall", function("uninstall", List.of("app_id"), this::uninstall))
        .function("launch", function("launch", Installer.LAUNCH, this::launch))
        .function("start", function("start", List.of("app_id", "second"), this::start))
        .function("stop", function("stop", List.of("session_id", "raise_exception"), this::stop))
        .function("list_apps", function("list_apps", List.of("workspace"), this::listApps))
        .function("list_running", function("list_running", List.of("workspace"), this::listRunning))
        .function("get_log", function("get_log", SessionLogs.POSITIONAL, this::log))
        .function("get_logs", function("get_logs", SessionLogs.POSITIONAL, this::logs))
        .function("get_app_info", function("get_app_info", List.of("app_id"), this::appInfo))
        .function(
            "get_session_info",
            function("get_session_info", List.of("session_id"), this::sessionInfo))
        .build();
  }

  /** A caller with its arguments. */
  record Request(Caller caller, Parameters parameters) {

    /** The workspace that it names, or else its own. */
    String workspace() {
      return parameters.text("workspace").orElse(caller.workspace());
    }

    /** The session that it names, as {@code workspace/client}. */
    String sessionId() {
      String id = parameters.text("client_id").orElseGet(() -> parameters.required("session_id"));
      return String.join("/", AppCatalog.split(caller, id));
    }
  }

  private static RpcFunction function(
      String name, List<String> positional, Function<Request, Object> work) {
    return (Call call) ->
        work.apply(new Request(Caller.of(call.context()), new Parameters(name, call, positional)));
  }

  private Object install(Request request) {
    return installer.install(request).thenApply(App::toMap);
  }

  private Object launch(Request request) {
    catalog.check(request.caller(), request.workspace(), Permission.READ_WRITE);
    return installer
        .add(request)
        .thenCompose(app -> catalog.start(app, how(request.parameters())))
        .thenApply(Session::toMap);
  }

  private Object start(Request request) {
    App app = app(request, Permission.READ);
    return catalog.start(app, how(request.parameters())).thenApply(Session::toMap);
  }

  private App app(Request request, Permission wanted) {
    String[] id = AppCatalog.split(request.caller(), request.parameters().required("app_id"));
    catalog.check(request.caller(), id[0], wanted);
    return catalog.app(id[0], id[1]);
  }

  /** The second argument is the client's id in Hypha 0.15, and the time-out in Hypha 0.21. */
  private static AppCatalog.Start how(Parameters parameters) {
    Optional<Object> second = parameters.any("second");
    String clientId =
        parameters
            .text("client_id")
            .orElseGet(() -> second.map(s -> s instanceof String id ? id : null).orElse(null));
    Optional<Double> timeout =
        parameters
            .number("timeout")
            .or(() -> second.map(s -> s instanceof Number n ? n.doubleValue() : null));
    return new AppCatalog.Start(
        clientId,
        Installer.waitForService(parameters),
        timeout.filter(seconds -> seconds > 0),
        parameters.number("stop_after_inactive").map(Double::intValue));
  }

  private Object uninstall(Request request) {
    App app = app(request, Permission.READ_WRITE);
    List<CompletableFuture<Boolean>> stopped = new ArrayList<>();
    catalog.sessions().running().stream()
        .filter(session -> session.app().id().equals(app.id()))
        .filter(session -> session.app().workspace().equals(app.workspace()))
        .forEach(session -> stopped.add(catalog.sessions().stop(session.id())));
    catalog.store().remove(app.workspace(), app.id());
    return CompletableFuture.allOf(stopped.toArray(CompletableFuture[]::new))
        .thenApply(all -> null);
  }

  private Object stop(Request request) {
    String id = request.sessionId();
    catalog.check(request.caller(), id.substring(0, id.indexOf('/')), Permission.READ);
    boolean strict =
        request.parameters().any("raise_exception").map(flag -> flag.equals(true)).orElse(true);
    return catalog
        .sessions()
        .stop(id)
        .thenApply(
            was -> {
              if (!was && strict) {
                throw new AppException("Server app instance not found: " + id);
              }
              return null;
            });
  }

  private Object listApps(Request request) {
    catalog.check(request.caller(), request.workspace(), Permission.READ);
    return catalog.store().list(request.workspace()).stream().map(App::toMap).toList();
  }

  private Object listRunning(Request request) {
    catalog.check(request.caller(), request.workspace(), Permission.READ);
    return catalog.sessions().running().stream()
        .filter(session -> session.app().workspace().equals(request.workspace()))
        .map(Session::toMap)
        .toList();
  }

  private Session session(Request request) {
    String id = request.sessionId();
    catalog.check(request.caller(), id.substring(0, id.indexOf('/')), Permission.READ);
    return catalog
        .sessions()
        .find(id)
        .orElseThrow(() -> new AppException("Server app instance not found: " + id));
  }

  private Object log(Request request) {
    return logs.ofHypha15(session(request), request.parameters());
  }

  private Object logs(Request request) {
    return logs.ofHypha21(session(request), request.parameters());
  }

  private Object appInfo(Request request) {
    App app = app(request, Permission.READ);
    Map<String, Object> info = app.toMap();
    info.put("manifest", app.toMap());
    return info;
  }

  private Object sessionInfo(Request request) {
    return session(request).toMap();
  }
}
