package io.mycel.plugins.internal.store;

import io.mycel.api.plugin.PluginId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which content of each plugin was started last, and well: one small file a plugin. What is lost of
 * it costs a {@code setup} in the place of a {@code resume}, so nobody waits for the disk.
 */
public final class SetUps {
  private static final Logger LOG = LoggerFactory.getLogger(SetUps.class);

  private final Path folder;

  /** In a folder, which is made when it is needed. */
  public SetUps(Path folder) {
    this.folder = folder;
  }

  /**
   * Whether the last good start of a plugin was of this content.
   *
   * @param content what tells it from other versions of the plugin
   */
  public synchronized boolean has(PluginId id, String content) {
    try {
      return Files.readString(file(id)).equals(hash(content));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      LOG.warn("{}: whether it was set up before cannot be read: {}", id, e.toString());
      return false;
    }
  }

  /** A plugin was started, and well. */
  public synchronized void add(PluginId id, String content) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file(id), hash(content));
    } catch (IOException e) {
      LOG.warn("{}: that it was set up cannot be written: {}", id, e.toString());
    }
  }

  /** Forgets a plugin: whatever starts under its name is set up. */
  public synchronized void remove(PluginId id) throws IOException {
    Files.deleteIfExists(file(id));
  }

  /**
   * Forgets the plugins whose content is there no more.
   *
   * @param contents all that are there; asked for when the files have been read, so that none is
   *     missing that came meanwhile
   */
  public synchronized void keepOnly(Supplier<Set<String>> contents) throws IOException {
    Map<Path, String> hashes = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        hashes.put(file, Files.readString(file));
      }
    } catch (NoSuchFileException e) {
      return; // nothing was ever started
    }
    Set<String> there = contents.get().stream().map(SetUps::hash).collect(Collectors.toSet());
    for (Map.Entry<Path, String> each : hashes.entrySet()) {
      if (!there.contains(each.getValue())) {
        Files.deleteIfExists(each.getKey());
      }
    }
  }

  private Path file(PluginId id) {
    return folder.resolve(hash(id.workspace() + "\n" + id.name()).substring(0, 32));
  }

  private static String hash(String text) {
    return ContentStore.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
