package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.plugins.internal.library.LibraryStore;
import io.mycel.plugins.internal.mirror.LockFile;
import io.mycel.plugins.internal.mirror.LockedContent;
import io.mycel.plugins.internal.mirror.Mirror;
import io.mycel.plugins.internal.plan.ExactPlugin;
import io.mycel.plugins.internal.plan.InstallPlan;
import io.mycel.plugins.internal.plan.InstallPlanner;
import io.mycel.plugins.internal.plan.PlanException;
import io.mycel.plugins.internal.plan.PlanLimits;
import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries a set of plugins elsewhere, and takes one from there. */
final class Transfer {
  private final InstallPlanner planner;
  private final PluginSources sources;
  private final PlanLimits limits;
  private final LibraryStore libraries;
  private final MirrorLibraries mirrors;
  private final FolderGuard guard;
  private final InstantSource clock;

  /**
   * Mirrors and lock files.
   *
   * @param limits of what one lock file may name
   * @param libraries those that were fetched
   * @param guard of the watched folder
   */
  Transfer(
      InstallPlanner planner,
      PluginSources sources,
      PlanLimits limits,
      LibraryStore libraries,
      MirrorLibraries mirrors,
      FolderGuard guard,
      InstantSource clock) {
    this.planner = planner;
    this.sources = sources;
    this.limits = limits;
    this.libraries = libraries;
    this.mirrors = mirrors;
    this.guard = guard;
    this.clock = clock;
  }

  /** What is installed, as the text of a lock file. */
  String lock(List<InstalledPlugin> installed) throws IOException {
    return new String(LockFile.of(installed).bytes(), StandardCharsets.UTF_8);
  }

  /**
   * What is to be done to install what a lock file says.
   *
   * @param directory in which the lock file is, with files beside it as in a mirror; null if it is
   *     alone
   */
  Plan plan(String text, String directory, List<InstalledPlugin> installed)
      throws InterruptedException {
    Path folder = directory == null || directory.isBlank() ? null : Path.of(directory);
    if (folder != null && !folder.isAbsolute()) {
      throw new InstallException(
          "the folder of the lock file must be an absolute path: " + directory);
    }
    LockFile lock = read(text);
    guard.check(lock, installed);
    try {
      InstallPlan plan = planner.planExact(exact(lock, folder, installed), installed);
      if (folder != null) {
        mirrors.take(folder);
      }
      return SourcePlanner.plan(plan);
    } catch (PluginSourceException | PlanException e) {
      throw new InstallException(e.getMessage(), e);
    }
  }

  private List<ExactPlugin> exact(LockFile lock, Path folder, List<InstalledPlugin> installed)
      throws PluginSourceException, InterruptedException {
    List<ExactPlugin> found = new LockedContent(sources, limits).of(lock, folder);
    List<ExactPlugin> plugins = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      InstalledPlugin plugin = guard.released(lock.plugins().get(i), folder, installed);
      plugins.add(new ExactPlugin(plugin, found.get(i).content()));
    }
    return plugins;
  }

  private static LockFile read(String text) {
    try {
      return LockFile.read("the lock file", text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Writes what is installed, with all that it needs, into a folder. */
  Map<String, Object> mirror(
      String directory, List<InstalledPlugin> installed, PluginLibraries fetched)
      throws InterruptedException {
    Path folder = Path.of(directory);
    if (!folder.isAbsolute()) {
      throw new InstallException("the folder of a mirror must be an absolute path: " + directory);
    }
    try {
      List<Mirror.Item> items = new ArrayList<>();
      long bytes = 0;
      for (InstalledPlugin plugin : installed) {
        Mirror.Item item = new Mirror.Item(plugin, sources.exact(plugin, null));
        items.add(item);
        bytes += item.content().size();
      }
      List<String> warnings = new Mirror(fetched, libraries, clock).write(folder, items);
      Map<String, Object> written = new LinkedHashMap<>();
      written.put(
          "plugins", installed.stream().filter(each -> each.kind() != ContentKind.LIBRARY).count());
      written.put(
          "libraries",
          installed.stream().filter(each -> each.kind() == ContentKind.LIBRARY).count());
      written.put("bytes", bytes);
      written.put("warnings", warnings);
      return written;
    } catch (FileSystemException e) {
      throw new InstallException(
          "the mirror is not complete, its folder cannot be written: " + e, e);
    } catch (IOException | PluginSourceException e) {
      throw new InstallException("the mirror is not complete: " + e.getMessage(), e);
    }
  }
}
