package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.plugins.internal.life.CallCounter;
import io.mycel.plugins.internal.life.Grant;
import io.mycel.plugins.internal.life.View;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Plugins as users see them. */
final class Statuses {
  private Statuses() {}

  /**
   * The status of a plugin.
   *
   * @param installed as it stands in the profile; null for one that others have installed
   * @param available tells the version that an update would bring
   */
  static PluginStatus of(
      View view, InstalledPlugin installed, Function<InstalledPlugin, String> available) {
    Grant grant = view.grant();
    CallCounter calls = view.calls();
    boolean active = view.state() == PluginState.ACTIVE;
    return new PluginStatus(
        grant.id(),
        view.version().isEmpty() && installed != null ? installed.version() : view.version(),
        view.tag() == null && installed != null ? installed.tag() : view.tag(),
        view.type(),
        view.state(),
        view.cause(),
        Texts.source(grant.source()),
        installed == null ? view.owner() : installed.owner(),
        installed == null ? view.sha256() : installed.sha256(),
        grant.clientId(),
        active ? grant.serviceId() : "",
        grant.isolation(),
        grant.permissions(),
        installed != null && installed.pinned(),
        calls == null ? 0 : calls.calls(),
        calls == null ? 0 : calls.idleMillis(),
        installed == null ? "" : available.apply(installed));
  }

  /** The same with another cause. */
  static PluginStatus because(PluginStatus status, String cause) {
    return new PluginStatus(
        status.id(),
        status.version(),
        status.tag(),
        status.type(),
        status.state(),
        cause,
        status.source(),
        status.owner(),
        status.sha256(),
        status.clientId(),
        status.serviceId(),
        status.isolation(),
        status.permissions(),
        status.pinned(),
        status.calls(),
        status.idleMillis(),
        status.available());
  }

  /** The same as a map, for clients. */
  static Map<String, Object> map(PluginStatus status) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", status.id().name());
    map.put("workspace", status.id().workspace());
    map.put("version", status.version());
    map.put("tag", status.tag());
    map.put("type", status.type());
    map.put("state", status.state().wire());
    map.put("cause", status.cause());
    map.put("source", status.source());
    map.put("owner", status.owner());
    map.put("sha256", status.sha256());
    map.put("client_id", status.clientId());
    map.put("service_id", status.serviceId());
    map.put("isolation", status.isolation().wire());
    map.put("permissions", status.permissions());
    map.put("pinned", status.pinned());
    map.put("calls", status.calls());
    map.put("idle_millis", status.idleMillis());
    map.put("available", status.available());
    return map;
  }
}
