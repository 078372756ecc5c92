package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.PluginId;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.InstalledPlugin.Place;
import io.mycel.plugins.internal.store.Profile;
import io.mycel.plugins.internal.store.ProfileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that are installed: those of the profile, and those of this run only. Changed by one
 * thread at a time, read by any.
 */
final class PluginSet {
  private static final Logger LOG = LoggerFactory.getLogger(PluginSet.class);

  private final ProfileStore profiles;
  private final ContentStore contents;
  private final FrameworkBundles bundles;
  private final Transaction transaction;
  private volatile List<InstalledPlugin> kept = List.of();
  private volatile List<InstalledPlugin> passing = List.of();
  private volatile Consumer<List<InstalledPlugin>> whenChanged = all -> {};

  PluginSet(
      ProfileStore profiles,
      ContentStore contents,
      FrameworkBundles bundles,
      Transaction transaction) {
    this.profiles = profiles;
    this.contents = contents;
    this.bundles = bundles;
    this.transaction = transaction;
  }

  /** Is told which plugins there are: before they start, and after each change. */
  void whenChanged(Consumer<List<InstalledPlugin>> listener) {
    whenChanged = listener;
  }

  /** All of them. */
  List<InstalledPlugin> all() {
    List<InstalledPlugin> all = new ArrayList<>(kept);
    all.addAll(passing);
    return all;
  }

  /** One of them. */
  Optional<InstalledPlugin> find(PluginId id) {
    return all().stream()
        .filter(plugin -> plugin.kind() != ContentKind.LIBRARY)
        .filter(plugin -> Grants.id(plugin).equals(id))
        .findFirst();
  }

  InstalledPlugin require(PluginId id) {
    return find(id).orElseThrow(() -> absent(id));
  }

  static InstallException absent(PluginId id) {
    return InstallException.absent(
        "there is no plugin '%s' in workspace %s; see the list of plugins"
            .formatted(id.name(), id.workspace()));
  }

  /**
   * Reads the profile, and makes the framework hold what it says: bundles that it does not name go,
   * missing ones are made again of their contents.
   */
  void open() throws IOException, InterruptedException {
    kept = profiles.current().plugins();
    whenChanged.accept(kept);
    Set<String> wanted = new HashSet<>();
    kept.forEach(plugin -> wanted.add(FrameworkBundles.location(plugin)));
    for (Bundle bundle : bundles.managed()) {
      if (!wanted.contains(bundle.getLocation())) {
        LOG.info("bundle {} is not in the profile of plugins, and goes", bundle);
        bundles.uninstall(bundle);
      }
    }
    List<InstalledPlugin> usable = new ArrayList<>();
    for (InstalledPlugin plugin : kept) {
      if (isThere(plugin)) {
        usable.add(plugin);
      }
    }
    for (InstalledPlugin plugin : usable) {
      if (plugin.kind() == ContentKind.LIBRARY) {
        transaction.library(plugin, bundles.find(plugin).orElseThrow());
      }
    }
    transaction.beginAll(
        usable.stream().filter(plugin -> plugin.kind() != ContentKind.LIBRARY).toList());
    tidy();
  }

  /** Removes contents that nobody can go back to, and what a crash has left. */
  private void tidy() throws IOException {
    Set<String> needed = kept.stream().map(InstalledPlugin::sha256).collect(Collectors.toSet());
    // to read the whole history takes long, and is for naught where all that is there is in use
    if (!needed.containsAll(contents.names())) {
      contents.keepOnly(profiles.hashes());
    }
  }

  private boolean isThere(InstalledPlugin plugin) throws InterruptedException {
    if (bundles.find(plugin).isPresent()) {
      return true;
    }
    try {
      bundles.install(plugin, contents.get(plugin.sha256()));
      return true;
    } catch (IOException | InstallException e) {
      String cause = "it cannot be installed again: " + e.getMessage();
      LOG.error("plugin {}: {}", Grants.id(plugin), cause);
      transaction.broken(plugin, cause);
      return false;
    }
  }

  /**
   * Makes another set the one that is there.
   *
   * @param keep whether those that are new stand in the profile
   * @throws InstallException if that is not possible; then nothing has changed
   */
  void change(Change change, boolean keep) throws InterruptedException {
    if (change.isNothing()) {
      return;
    }
    List<InstalledPlugin> nowKept = new ArrayList<>();
    List<InstalledPlugin> nowPassing = new ArrayList<>();
    Set<Place> others = places(keep ? passing : kept);
    for (InstalledPlugin plugin : change.after()) {
      boolean isKept = others.contains(plugin.place()) != keep;
      (isKept ? nowKept : nowPassing).add(plugin);
    }
    transaction.run(
        change,
        () -> {
          if (!nowKept.equals(kept)) {
            profiles.commit(change.title(), nowKept);
          }
        });
    kept = List.copyOf(nowKept);
    passing = List.copyOf(nowPassing);
    whenChanged.accept(all());
    LOG.info("plugins: {}", change.title());
  }

  private static Set<Place> places(List<InstalledPlugin> plugins) {
    return plugins.stream().map(InstalledPlugin::place).collect(Collectors.toSet());
  }

  /** Looks again whether plugins may run. */
  void judge(List<InstalledPlugin> plugins) throws InterruptedException {
    for (InstalledPlugin plugin : plugins) {
      transaction.judge(plugin);
    }
  }

  List<Profile> history() throws IOException {
    return profiles.history();
  }

  /**
   * Makes an earlier set the present one.
   *
   * @param revision 0 for the one before the present one
   */
  Profile rollback(long revision) throws IOException, InterruptedException {
    List<Profile> history = profiles.history();
    if (history.isEmpty()) {
      throw new InstallException("there is nothing to go back to: no plugin was ever installed");
    }
    long present = history.get(history.size() - 1).revision();
    List<InstalledPlugin> wanted =
        revision == 0 ? before(history) : find(history, revision).plugins();
    List<InstalledPlugin> before = all();
    List<InstalledPlugin> after = new ArrayList<>(wanted);
    after.addAll(passing);
    String title =
        revision == 0 ? "rollback of revision " + present : "rollback to revision " + revision;
    change(new Change(title, before, after, Map.of()), true);
    return profiles.current();
  }

  private static List<InstalledPlugin> before(List<Profile> history) {
    return history.size() < 2 ? List.of() : history.get(history.size() - 2).plugins();
  }

  private static Profile find(List<Profile> history, long revision) {
    return history.stream()
        .filter(profile -> profile.revision() == revision)
        .findFirst()
        .orElseThrow(
            () ->
                InstallException.absent(
                    "there is no revision %d; kept are %d to %d"
                        .formatted(
                            revision,
                            history.get(0).revision(),
                            history.get(history.size() - 1).revision())));
  }
}
