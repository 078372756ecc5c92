package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.mirror.LockFile;
import io.mycel.plugins.internal.mirror.LockedPlugin;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Keeps lock files from changing what the watched folder says: its files would take their places
 * again at the next start.
 */
final class FolderGuard {
  /** Where a plugin comes from that has no other place any more. */
  private static final String ALONE = "a lock file";

  private final Path folder;

  /**
   * A guard.
   *
   * @param folder that is watched; empty for none
   */
  FolderGuard(String folder) {
    this.folder = folder.isEmpty() ? null : Path.of(folder).toAbsolutePath().normalize();
  }

  /**
   * Refuses a lock file that has another content for a plugin of the folder.
   *
   * @throws InstallException which says what to do
   */
  void check(LockFile lock, List<InstalledPlugin> installed) {
    for (LockedPlugin locked : lock.plugins()) {
      InstalledPlugin wanted = locked.installed();
      installed.stream()
          .filter(wanted::replaces)
          .filter(there -> isOfFolder(there) && differs(there, wanted))
          .findFirst()
          .ifPresent(
              there -> {
                throw new InstallException(
                    "'%s' %s is the file %s of the watched folder, the lock file has another content of it (version %s): move that file out of the folder, and import the lock file again"
                        .formatted(
                            there.name(), there.version(), there.source(), wanted.version()));
              });
    }
  }

  /**
   * A plugin of a lock file as it is to be installed. One whose file lay in the watched folder, and
   * does not any more, is not taken for one of the folder: it would go with the next start.
   *
   * @param directory in which the lock file is; null if it is alone
   */
  InstalledPlugin released(LockedPlugin locked, Path directory, List<InstalledPlugin> installed) {
    InstalledPlugin wanted = locked.installed();
    if (!liesInFolder(wanted)
        || installed.stream().anyMatch(each -> wanted.replaces(each) && isOfFolder(each))) {
      return wanted;
    }
    if (directory == null || locked.file() == null) {
      return wanted.from(ALONE, null);
    }
    Path file = directory.resolve(locked.file());
    return wanted.from(file.toString(), file.toUri().toString());
  }

  private boolean isOfFolder(InstalledPlugin plugin) {
    return liesInFolder(plugin) && Files.exists(Path.of(plugin.source()));
  }

  private boolean liesInFolder(InstalledPlugin plugin) {
    if (folder == null || plugin.source() == null) {
      return false;
    }
    try {
      return folder.equals(Path.of(plugin.source()).getParent());
    } catch (InvalidPathException noPath) {
      return false;
    }
  }

  private static boolean differs(InstalledPlugin one, InstalledPlugin other) {
    return !one.sha256().equals(other.sha256()) || !Objects.equals(one.tag(), other.tag());
  }
}
