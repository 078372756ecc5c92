package io.mycel.apps.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The apps that are installed: a file for each, with its source, in a folder for each workspace.
 * Files are written whole or not at all; what cannot be read is passed over, and stays.
 */
final class AppStore {
  private static final Logger LOG = LoggerFactory.getLogger(AppStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";
  private static final String UNFINISHED = ".part";

  private final Path folder;
  private final int maxApps;
  private final Map<String, Map<String, App>> apps = new TreeMap<>();

  /** What a file holds. */
  private record Stored(App app, String source) {}

  /**
   * Reads the apps that are there.
   *
   * @param maxApps that a workspace may have
   */
  AppStore(Path folder, int maxApps) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.maxApps = maxApps;
    try (DirectoryStream<Path> workspaces = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path workspace : workspaces) {
        readAll(workspace);
      }
    }
  }

  private void readAll(Path workspace) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(workspace)) {
      for (Path file : files) {
        if (file.toString().endsWith(UNFINISHED)) {
          Files.deleteIfExists(file);
        } else if (file.toString().endsWith(SUFFIX)) {
          try {
            App app = read(file).app();
            apps.computeIfAbsent(app.workspace(), name -> new TreeMap<>()).put(app.id(), app);
          } catch (JsonProcessingException e) {
            LOG.error("{}: this app is damaged and left out: {}", file, e.getOriginalMessage());
          }
        }
      }
    }
  }

  private static Stored read(Path file) throws IOException {
    return JSON.readValue(Files.readAllBytes(file), Stored.class);
  }

  /** The apps of a workspace, by id. */
  synchronized List<App> list(String workspace) {
    return List.copyOf(apps.getOrDefault(workspace, Map.of()).values());
  }

  /** All apps. */
  synchronized List<App> all() {
    List<App> all = new ArrayList<>();
    apps.values().forEach(some -> all.addAll(some.values()));
    return all;
  }

  synchronized Optional<App> find(String workspace, String id) {
    return Optional.ofNullable(apps.getOrDefault(workspace, Map.of()).get(id));
  }

  /** The plugin file of an app. */
  synchronized String source(App app) {
    try {
      return read(file(app)).source();
    } catch (IOException e) {
      throw new AppException(
          "app "
              + app.id()
              + " of workspace "
              + app.workspace()
              + " cannot be read: install it"
              + " again");
    }
  }

  /**
   * Keeps an app, in the place of the one with its id.
   *
   * @throws AppException if the workspace has too many
   */
  synchronized void put(App app, String source) {
    Map<String, App> own = apps.computeIfAbsent(app.workspace(), name -> new TreeMap<>());
    if (!own.containsKey(app.id()) && own.size() >= maxApps) {
      throw new AppException(
          "workspace "
              + app.workspace()
              + " has "
              + maxApps
              + " apps, which is the limit (maxAppsPerWorkspace of io.mycel.apps); uninstall some");
    }
    Path file = file(app);
    Path part = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      Files.createDirectories(file.getParent());
      Files.write(part, JSON.writeValueAsBytes(new Stored(app, source)));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("app " + app.id() + " cannot be kept: " + e.getMessage(), e);
    }
    own.put(app.id(), app);
  }

  /** Forgets an app; false if there is none. */
  synchronized boolean remove(String workspace, String id) {
    App app = apps.getOrDefault(workspace, Map.of()).get(id);
    if (app == null) {
      return false;
    }
    try {
      Files.deleteIfExists(file(app));
    } catch (IOException e) {
      throw new UncheckedIOException("app " + id + " cannot be removed: " + e.getMessage(), e);
    }
    apps.get(workspace).remove(id);
    return true;
  }

  private Path file(App app) {
    return folder.resolve(safe(app.workspace())).resolve(safe(app.id()) + SUFFIX);
  }

  /** A text as the name of a file: letters, digits and hyphens stay, other bytes become _xx. */
  private static String safe(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      out.append(plain || c == '-' ? String.valueOf(c) : "_%02x".formatted((int) c));
    }
    return out.toString();
  }
}
