package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.PluginId;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.trust.Kill;
import io.mycel.plugins.internal.trust.KillList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops plugins that must not run any more, as their repositories say. */
final class Kills {
  private static final Logger LOG = LoggerFactory.getLogger(Kills.class);

  private final Life life;
  private volatile KillList list = KillList.EMPTY;

  /** Those that were stopped: they may go on when nothing is said against them any more. */
  private final Set<PluginId> stopped = ConcurrentHashMap.newKeySet();

  Kills(Life life) {
    this.life = life;
  }

  /** Why a plugin that is about to run must not; null if it may. */
  String cause(InstalledPlugin plugin) {
    String cause = text(plugin);
    if (cause == null) {
      stopped.remove(Grants.id(plugin));
    } else if (stopped.add(Grants.id(plugin))) {
      LOG.warn("plugin {}: {}", Grants.id(plugin), cause);
    }
    return cause;
  }

  private String text(InstalledPlugin plugin) {
    return list.about(plugin.owner(), plugin.name(), plugin.version(), plugin.sha256())
        .map(Kills::text)
        .orElse(null);
  }

  private static String text(Kill kill) {
    return "it must not run, says "
        + kill.owner()
        + (kill.reason().isBlank() ? "" : ": " + kill.reason())
        + "; remove it, or update it";
  }

  /** Others are told of now: of the plugins that are there, those that are meant end at once. */
  void now(KillList kills, List<InstalledPlugin> plugins) {
    list = kills;
    for (InstalledPlugin plugin : plugins) {
      if (plugin.kind() != ContentKind.LIBRARY && text(plugin) != null) {
        life.block(Grants.id(plugin), cause(plugin));
      }
    }
  }

  /** The plugins that must not run, and those that may again. */
  List<InstalledPlugin> affected(List<InstalledPlugin> plugins) {
    return plugins.stream()
        .filter(plugin -> plugin.kind() != ContentKind.LIBRARY)
        .filter(plugin -> text(plugin) != null || stopped.contains(Grants.id(plugin)))
        .toList();
  }
}
