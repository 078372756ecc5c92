package io.mycel.apps.internal;

import io.mycel.api.plugin.PluginId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An app that runs.
 *
 * @param app which
 * @param clientId its client at the hub, in the workspace of the app
 * @param waitForService the service that makes it ready
 * @param stopAfterInactive seconds without a call after which it ends; 0 for never
 * @param services their ids at the client
 * @param startedSeconds when, in seconds since 1970
 */
record Session(
    App app,
    String clientId,
    String waitForService,
    int stopAfterInactive,
    List<String> services,
    long startedSeconds) {

  /** {@code workspace/client}. */
  String id() {
    return app.workspace() + "/" + clientId;
  }

  /** As the manager of plugins knows it. */
  PluginId plugin() {
    return new PluginId(app.workspace(), clientId);
  }

  Session withServices(List<String> now) {
    return new Session(app, clientId, waitForService, stopAfterInactive, now, startedSeconds);
  }

  /** As clients of both generations read it. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id());
    map.put("session_id", id());
    map.put("client_id", clientId);
    map.put("app_id", app.id());
    map.put("workspace", app.workspace());
    map.put("name", app.name());
    map.put("description", app.description());
    map.put("app_type", app.type());
    map.put("type", app.type());
    map.put("status", "running");
    map.put("service_id", id() + ":" + waitForService + "@" + app.id());
    map.put("services", services.stream().map(service -> id() + ":" + service).toList());
    map.put("stop_after_inactive", stopAfterInactive);
    map.put("created_at", startedSeconds);
    return map;
  }
}
