package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.PluginId;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.trust.Kill;
import io.mycel.plugins.internal.trust.KillList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops plugins that must not run any more, as their repositories say, and with a bundle of theirs
 * the plugins that need it.
 */
final class Kills {
  private static final Logger LOG = LoggerFactory.getLogger(Kills.class);

  private final Life life;
  private final LibraryUse uses;
  private volatile KillList list = KillList.EMPTY;

  /** Those that were stopped: they may go on when nothing is said against them any more. */
  private final Set<PluginId> stopped = ConcurrentHashMap.newKeySet();

  /** Bundles that plugins need and that must not run, by their locations, with the reasons. */
  private final Map<String, String> libraries = new ConcurrentHashMap<>();

  Kills(Life life, LibraryUse uses) {
    this.life = life;
    this.uses = uses;
  }

  /** The locations of the bundles of plugins that must not run, at any time. */
  Set<String> killedBundles() {
    return Collections.unmodifiableSet(libraries.keySet());
  }

  /** Why a plugin, or a bundle, that is about to run must not; null if it may. */
  String cause(InstalledPlugin plugin) {
    return plugin.kind() == ContentKind.LIBRARY ? ofLibrary(plugin) : ofPlugin(plugin);
  }

  private String ofLibrary(InstalledPlugin library) {
    String location = FrameworkBundles.location(library);
    String text = said(library).orElse(null);
    if (text == null) {
      libraries.remove(location);
      return null;
    }
    String cause =
        "it needs the bundle %s %s, which %s; remove it, or update it"
            .formatted(library.name(), library.version(), text);
    if (libraries.put(location, cause) == null) {
      LOG.warn("bundle {} {} {}", library.name(), library.version(), text);
    }
    return "it " + text;
  }

  private String ofPlugin(InstalledPlugin plugin) {
    String cause = text(plugin);
    if (cause == null) {
      stopped.remove(Grants.id(plugin));
    } else if (stopped.add(Grants.id(plugin))) {
      LOG.warn("plugin {}: {}", Grants.id(plugin), cause);
    }
    return cause;
  }

  private String text(InstalledPlugin plugin) {
    return said(plugin)
        .map(text -> "it " + text + "; remove it, or update it")
        .or(() -> uses.of(plugin, libraries.keySet()).map(libraries::get))
        .orElse(null);
  }

  private Optional<String> said(InstalledPlugin plugin) {
    return list.about(plugin.owner(), plugin.name(), plugin.version(), plugin.sha256())
        .map(Kill::text);
  }

  /** Others are told of now: of the plugins that are there, those that are meant end at once. */
  void now(KillList kills, List<InstalledPlugin> plugins) {
    list = kills;
    plugins.stream().filter(Kills::isLibrary).forEach(this::ofLibrary);
    for (InstalledPlugin plugin : plugins) {
      if (!isLibrary(plugin) && text(plugin) != null) {
        life.block(Grants.id(plugin), ofPlugin(plugin));
      }
    }
  }

  private static boolean isLibrary(InstalledPlugin plugin) {
    return plugin.kind() == ContentKind.LIBRARY;
  }

  /**
   * Those that must not run, and those that may again, in the order in which they are to be looked
   * at: a bundle comes back before the plugins that need it, and goes after them.
   */
  List<InstalledPlugin> affected(List<InstalledPlugin> plugins) {
    List<InstalledPlugin> affected = new ArrayList<>();
    List<InstalledPlugin> last = new ArrayList<>();
    for (InstalledPlugin plugin : plugins) {
      if (isLibrary(plugin)) {
        (said(plugin).isPresent() ? last : affected).add(plugin);
      }
    }
    plugins.stream()
        .filter(plugin -> !isLibrary(plugin))
        .filter(plugin -> text(plugin) != null || stopped.contains(Grants.id(plugin)))
        .forEach(affected::add);
    affected.addAll(last);
    return affected;
  }
}
