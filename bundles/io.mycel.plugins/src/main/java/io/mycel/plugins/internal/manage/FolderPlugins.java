package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.plugins.internal.install.PluginUri;
import io.mycel.plugins.internal.life.Causes;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the files of a watched folder. Its methods wait until it is done. */
final class FolderPlugins {
  private static final Logger LOG = LoggerFactory.getLogger(FolderPlugins.class);

  private final Manager manager;
  private final PluginSet set;
  private final Problems problems;
  private final Queue queue;
  private final String workspace;

  FolderPlugins(Manager manager, PluginSet set, Problems problems, Queue queue, String workspace) {
    this.queue = queue;
    this.manager = manager;
    this.set = set;
    this.problems = problems;
    this.workspace = workspace;
  }

  static boolean isPlugin(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(PluginUri.EXTENSION) || name.endsWith(PluginUri.JAR));
  }

  private List<InstalledPlugin> of(Path file) {
    return set.all().stream().filter(plugin -> file.toString().equals(plugin.source())).toList();
  }

  /** A file is there, or has other content. */
  void there(Path file) throws InterruptedException {
    try {
      refuseOthers(file);
      PluginStatus status =
          manager
              .install(InstallRequest.of(file.toString(), workspace))
              .toCompletableFuture()
              .get();
      problems.solved(file);
      for (InstalledPlugin plugin : of(file)) {
        if (!Grants.id(plugin).equals(status.id())) {
          remove(file, Grants.id(plugin)); // the file has another name for it now
        }
      }
    } catch (ExecutionException | InstallException e) {
      if (Files.notExists(file)) {
        problems.solved(file);
        return;
      }
      String cause = Causes.text(e);
      LOG.error("{}: {}", file, cause);
      problems.found(file, workspace, of(file).stream().map(Grants::id).toList(), cause);
    }
  }

  /** Files that could not be installed are tried again, each as soon as it can be. */
  void again() {
    for (Path file : problems.files()) {
      queue.aside(
          () -> {
            there(file);
            return null;
          });
    }
  }

  /** A second file of one name is no update of the first. */
  private void refuseOthers(Path file) throws InterruptedException, ExecutionException {
    PluginId id = manager.named(file.toString(), workspace).toCompletableFuture().get();
    set.find(id)
        .map(InstalledPlugin::source)
        .filter(source -> !source.equals(file.toString()))
        .filter(source -> source.startsWith(file.getParent() + File.separator))
        .filter(source -> Files.exists(Path.of(source)))
        .ifPresent(
            source -> {
              throw new InstallException(
                  "the plugin '"
                      + id.name()
                      + "' is already that of "
                      + source
                      + "; rename one, or remove one of the files");
            });
  }

  /** A file is there no more. */
  void gone(Path file) throws InterruptedException {
    problems.solved(file);
    for (InstalledPlugin plugin : of(file)) {
      remove(file, Grants.id(plugin));
    }
  }

  private void remove(Path file, PluginId id) throws InterruptedException {
    try {
      manager.remove(id).toCompletableFuture().get();
    } catch (ExecutionException e) {
      LOG.error("{}: {}", file, Causes.text(e));
    }
  }

  /** Removes the plugins of files that went while nobody looked. */
  void forgetAllBut(Path folder, Set<Path> files) throws InterruptedException, ExecutionException {
    manager.quiet().get(); // the profile is read
    for (InstalledPlugin plugin : set.all()) {
      if (plugin.source().startsWith(folder + folder.getFileSystem().getSeparator())) {
        Path file = Path.of(plugin.source());
        if (folder.equals(file.getParent()) && !files.contains(file)) {
          remove(file, Grants.id(plugin));
        }
      }
    }
  }
}
