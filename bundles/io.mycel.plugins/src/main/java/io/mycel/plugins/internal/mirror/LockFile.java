package io.mycel.plugins.internal.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.JsonFile;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A set of plugins, each with the hash of its content: what is installed from it is the same
 * everywhere.
 *
 * @param format of the file
 * @param plugins in the order in which they are installed
 */
public record LockFile(int format, List<LockedPlugin> plugins) {
  /** The name of the file in a mirror. */
  public static final String NAME = "mycel.lock.json";

  private static final int FORMAT = 1;
  private static final int MAX_BYTES = 64 << 20;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** A lock file; the list is copied. */
  public LockFile {
    plugins = plugins == null ? List.of() : List.copyOf(plugins);
  }

  /** What is installed, as a lock file. */
  public static LockFile of(List<InstalledPlugin> installed) {
    return new LockFile(
        FORMAT, installed.stream().map(plugin -> LockedPlugin.of(plugin, null)).toList());
  }

  static LockFile ofLocked(List<LockedPlugin> plugins) {
    return new LockFile(FORMAT, plugins);
  }

  /**
   * Reads a lock file.
   *
   * @throws IOException if it is none; the message says what is wrong
   */
  public static LockFile read(String file, byte[] content) throws IOException {
    if (content.length > MAX_BYTES) {
      throw new IOException(file + ": it is longer than " + MAX_BYTES + " bytes");
    }
    LockFile lock;
    try {
      lock = JsonFile.value(content, LockFile.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": this is no lock file: " + e.getOriginalMessage(), e);
    }
    if (lock == null || lock.format() != FORMAT) {
      throw new IOException(file + ": this is no lock file, or one of another release of Mycel");
    }
    for (LockedPlugin plugin : lock.plugins()) {
      check(file, plugin);
    }
    return lock;
  }

  private static void check(String file, LockedPlugin plugin) throws IOException {
    boolean library = plugin.kind() == ContentKind.LIBRARY;
    if (plugin.owner() == null
        || plugin.name() == null
        || plugin.version() == null
        || plugin.kind() == null
        || (plugin.workspace() == null && !library)
        || plugin.sha256() == null
        || !HASH.matcher(plugin.sha256()).matches()) {
      throw new IOException(
          file
              + ": the plugin '"
              + plugin.name()
              + "' lacks an owner, name, version, kind, workspace or sha256");
    }
  }

  /** The file's content. */
  public byte[] bytes() throws IOException {
    return JsonFile.bytes(this);
  }
}
