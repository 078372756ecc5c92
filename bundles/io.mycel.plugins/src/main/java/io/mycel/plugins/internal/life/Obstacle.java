package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginState;

/**
 * Why a plugin is not started now.
 *
 * @param state what it is meanwhile
 * @param cause for people
 */
record Obstacle(PluginState state, String cause) {

  static Obstacle waits(String cause) {
    return new Obstacle(PluginState.WAITING, cause);
  }

  static Obstacle fails(String cause) {
    return new Obstacle(PluginState.FAILED, cause);
  }
}
