package io.mycel.plugins.internal.mirror;

import io.mycel.plugins.internal.bundle.ArchivePath;
import io.mycel.plugins.internal.plan.ExactPlugin;
import io.mycel.plugins.internal.plan.PlanLimits;
import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.store.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds what a lock file names: beside it, in the store, or at its URL; always by its hash. */
public final class LockedContent {
  private static final long MAX_BYTES = 1L << 30;

  private final PluginSources sources;
  private final PlanLimits limits;

  /**
   * What is not beside the lock file comes from sources.
   *
   * @param limits of what one lock file may name
   */
  public LockedContent(PluginSources sources, PlanLimits limits) {
    this.sources = sources;
    this.limits = limits;
  }

  /**
   * The plugins of a lock file, to be planned.
   *
   * @param folder in which the lock file is; null if it is alone
   */
  public List<ExactPlugin> of(LockFile lock, Path folder)
      throws PluginSourceException, InterruptedException {
    if (lock.plugins().size() > limits.steps()) {
      throw new PluginSourceException(
          "the lock file names more than " + limits.steps() + " plugins");
    }
    List<ExactPlugin> plugins = new ArrayList<>();
    long bytes = 0;
    for (LockedPlugin plugin : lock.plugins()) {
      byte[] beside = folder == null || plugin.file() == null ? null : beside(plugin, folder);
      Resolved content = sources.exact(plugin.installed(), beside);
      bytes += content.size();
      if (bytes > limits.bytes()) {
        throw new PluginSourceException(
            "the plugins of the lock file have more than "
                + limits.bytes()
                + " bytes; raise maxInstallBytes of io.mycel.plugins");
      }
      plugins.add(new ExactPlugin(plugin.installed(), content));
    }
    return plugins;
  }

  private static byte[] beside(LockedPlugin plugin, Path folder) throws PluginSourceException {
    if (ArchivePath.isUnsafe(plugin.file())) {
      throw new PluginSourceException(
          "the lock file names a file that is not beside it: " + plugin.file());
    }
    try {
      Path file = folder.resolve(plugin.file());
      if (!Files.isRegularFile(file)) {
        return null;
      }
      if (!file.toRealPath().startsWith(folder.toRealPath()) || Files.size(file) > MAX_BYTES) {
        throw new PluginSourceException(
            "the lock file names a file that is not beside it, or too large: " + plugin.file());
      }
      byte[] content = Files.readAllBytes(file);
      if (!ContentStore.sha256(content).equals(plugin.sha256())) {
        throw new PluginSourceException(
            file + " was changed: its SHA-256 is not the one that the lock file has");
      }
      return content;
    } catch (IOException e) {
      throw new PluginSourceException("the file of '" + plugin.name() + "': " + e.getMessage(), e);
    }
  }
}
