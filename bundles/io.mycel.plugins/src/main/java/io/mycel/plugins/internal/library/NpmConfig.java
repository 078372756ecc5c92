package io.mycel.plugins.internal.library;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where packages come from if nobody says: as npm itself finds it. */
final class NpmConfig {
  /** What npm takes if it has no configuration. */
  private static final String STANDARD = "https://registry.npmjs.org/";

  private static final String KEY = "registry=";
  private static final int MAX_BYTES = 1 << 20;

  private NpmConfig() {}

  /**
   * The registry.
   *
   * @param configured empty for none
   * @param environment of this process
   * @param home of its user
   */
  static URI registry(String configured, Map<String, String> environment, Path home) {
    String registry = configured;
    for (String variable : new String[] {"npm_config_registry", "NPM_CONFIG_REGISTRY"}) {
      registry = registry.isBlank() ? environment.getOrDefault(variable, "") : registry;
    }
    registry = registry.isBlank() ? ofFile(home.resolve(".npmrc")) : registry;
    registry = registry.isBlank() ? STANDARD : registry.strip();
    return URI.create(registry.endsWith("/") ? registry : registry + "/");
  }

  private static String ofFile(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
        return Files.readAllLines(file).stream()
            .map(line -> line.replaceAll("\\s*=\\s*", "=").strip())
            .filter(line -> line.startsWith(KEY))
            .map(line -> line.substring(KEY.length()))
            .findFirst()
            .orElse("");
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }
}
