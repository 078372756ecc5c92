package io.mycel.plugins.internal.manage;

import io.mycel.api.http.HealthCheck;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginState;
import io.mycel.plugins.internal.life.Life;
import java.util.List;

/** Names the plugins that have failed. Why is for those who may read their logs. */
final class PluginHealth implements HealthCheck {
  private final Life life;

  PluginHealth(Life life) {
    this.life = life;
  }

  @Override
  public List<Problem> problems() {
    return life.views().stream()
        .filter(view -> view.state() == PluginState.FAILED)
        .map(view -> problem(view.grant().id()))
        .toList();
  }

  private static Problem problem(PluginId id) {
    return new Problem(
        "plugin",
        id.workspace() + "/" + id.name(),
        "it has failed; its log tells why: mycel plugin logs");
  }
}
