package io.mycel.plugins.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What plugins keep: a file of JSON for each, written whole or not at all. What a plugin has is
 * read when it first asks.
 */
public final class SettingsStore {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsStore.class);
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final Disk disk;
  private final long maxBytes;
  private final Executor executor;
  private final Map<PluginId, Settings> open = new LinkedHashMap<>();

  /** What is in a file; the name of the file is a hash. */
  private record Kept(String workspace, String plugin, Map<String, Object> values) {}

  /**
   * A store in a folder, which is made when it is needed.
   *
   * @param maxBytes of one plugin, as JSON
   * @param executor writes, one write after the other for each plugin
   */
  public SettingsStore(Path folder, long maxBytes, Executor executor) {
    this.folder = folder;
    this.disk = new Disk();
    this.maxBytes = maxBytes;
    this.executor = executor;
  }

  /** The settings of a plugin. */
  public synchronized PluginSettings of(PluginId id) {
    return open.computeIfAbsent(id, Settings::new);
  }

  /** Forgets what a plugin has kept. */
  public void remove(PluginId id) throws IOException {
    Settings settings;
    synchronized (this) {
      settings = open.remove(id);
    }
    if (settings != null) {
      settings.close();
    }
    Files.deleteIfExists(file(id));
  }

  private Path file(PluginId id) {
    byte[] key = (id.workspace() + "\n" + id.name()).getBytes(StandardCharsets.UTF_8);
    return folder.resolve(ContentStore.sha256(key).substring(0, 32) + ".json");
  }

  /** Those of one plugin. */
  private final class Settings implements PluginSettings {
    private final PluginId id;
    private Map<String, Object> values;
    private boolean closed;

    Settings(PluginId id) {
      this.id = id;
    }

    @Override
    public synchronized Optional<Object> get(String key) {
      return Optional.ofNullable(values().get(key));
    }

    @Override
    public CompletionStage<Void> set(String key, Object value) {
      return CompletableFuture.runAsync(() -> change(key, value), executor);
    }

    private synchronized void change(String key, Object value) {
      if (closed) {
        throw new IllegalStateException("the plugin " + id + " was removed");
      }
      Map<String, Object> changed = new LinkedHashMap<>(values());
      if (value == null) {
        changed.remove(key);
      } else {
        changed.put(key, value);
      }
      try {
        byte[] bytes = JSON.writeValueAsBytes(new Kept(id.workspace(), id.name(), changed));
        if (bytes.length > maxBytes) {
          throw new IllegalArgumentException(
              "setting '%s' makes the settings of %s %d bytes long, more than %d: keep large data elsewhere, or raise maxSettingsBytes of io.mycel.plugins"
                  .formatted(key, id, bytes.length, maxBytes));
        }
        disk.write(file(id), bytes);
        // as it will be read after a restart, whatever the plugin does with its own objects
        values = JSON.readValue(bytes, Kept.class).values();
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            "setting '" + key + "' is no value of JSON: " + e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw new UncheckedIOException("setting '" + key + "' is not kept: " + e.getMessage(), e);
      }
    }

    private synchronized void close() {
      closed = true;
    }

    private Map<String, Object> values() {
      if (values == null) {
        values = read();
      }
      return values;
    }

    private Map<String, Object> read() {
      Path file = file(id);
      try {
        Kept kept = JSON.readValue(Files.readAllBytes(file), Kept.class);
        if (kept != null && kept.values() != null) {
          return Collections.unmodifiableMap(kept.values());
        }
      } catch (NoSuchFileException e) {
        return Map.of();
      } catch (IOException e) {
        LOG.error("{}: its settings are lost, {} is damaged: {}", id, file, e.getMessage());
      }
      return Map.of();
    }
  }
}
