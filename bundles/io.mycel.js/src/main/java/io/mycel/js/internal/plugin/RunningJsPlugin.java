package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.RunningPlugin;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A plugin in JavaScript that has been started. */
final class RunningJsPlugin implements RunningPlugin {
  private final LivePlugin live;
  private final HubServer server;
  private final Map<String, Object> members;

  RunningJsPlugin(LivePlugin live, HubServer server, Map<String, Object> members) {
    this.live = live;
    this.server = server;
    this.members = Collections.unmodifiableMap(members);
  }

  @Override
  public Map<String, Object> members() {
    return members;
  }

  @Override
  public CompletionStage<Void> stop() {
    server.close();
    return live.stop();
  }

  @Override
  public Usage usage() {
    return live.usage();
  }
}
