package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.trust.Kill;
import io.mycel.plugins.internal.trust.KillList;
import java.util.List;

/** Stops plugins that must not run any more, as their repositories say. */
final class Kills {
  private final Life life;
  private volatile KillList list = KillList.EMPTY;

  Kills(Life life) {
    this.life = life;
  }

  /** Why a plugin must not run; null if it may. */
  String cause(InstalledPlugin plugin) {
    return list.about(plugin.owner(), plugin.name(), plugin.version(), plugin.sha256())
        .map(Kills::cause)
        .orElse(null);
  }

  private static String cause(Kill kill) {
    return "it must not run, says "
        + kill.owner()
        + (kill.reason().isBlank() ? "" : ": " + kill.reason())
        + "; remove it, or update it";
  }

  /** Others are told of now: of the plugins that are there, those that are meant are stopped. */
  void now(KillList kills, List<InstalledPlugin> plugins) {
    list = kills;
    for (InstalledPlugin plugin : plugins) {
      String cause = plugin.kind() == ContentKind.LIBRARY ? null : cause(plugin);
      if (cause != null) {
        life.block(Grants.id(plugin), cause);
      }
    }
  }
}
