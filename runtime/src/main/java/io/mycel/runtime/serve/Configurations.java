package io.mycel.runtime.serve;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.UsageException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration of every component, as the command line and the environment ask for it. */
final class Configurations {
  /**
   * Both names are Hypha's; the first that is set wins. A secret is no option: others see those.
   */
  private static final List<String> JWT_SECRETS = List.of("JWT_SECRET", "HYPHA_JWT_SECRET");

  private Configurations() {}

  /** PID to properties; the generic option has the last word. */
  static Map<String, Map<String, Object>> of(Arguments arguments, Map<String, String> environment)
      throws UsageException {
    Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
    for (Option option : ServeOptions.ALL) {
      Optional<Object> value = option.value(arguments);
      if (option.target() != null && value.isPresent()) {
        Object property = value.get() instanceof Path path ? path.toString() : value.get();
        properties(configurations, option.target().pid()).put(option.target().key(), property);
      }
    }
    // The console is found where the data is: by this directory two processes know each other.
    String dataDir = ServeOptions.DATA_DIR.required(arguments).toString();
    properties(configurations, ServeOptions.SHELL).put("dataDir", dataDir);
    properties(configurations, ServeOptions.PLUGINS).put("dataDir", dataDir);
    properties(configurations, ServeOptions.APPS).put("dataDir", dataDir);
    JWT_SECRETS.stream()
        .map(environment::get)
        .filter(secret -> secret != null && !secret.isEmpty())
        .findFirst()
        .ifPresent(secret -> properties(configurations, ServeOptions.HUB).put("jwtSecret", secret));
    generic(arguments).forEach((pid, values) -> properties(configurations, pid).putAll(values));
    return configurations;
  }

  /** What {@code --config pid:key=value} says; a key given many times has an array as its value. */
  private static Map<String, Map<String, Object>> generic(Arguments arguments)
      throws UsageException {
    Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
    String[] texts = (String[]) ServeOptions.CONFIG.value(arguments).orElse(new String[0]);
    for (String text : texts) {
      int colon = text.indexOf(':');
      int equals = text.indexOf('=', colon);
      properties(configurations, text.substring(0, colon))
          .merge(
              text.substring(colon + 1, equals),
              text.substring(equals + 1),
              Configurations::append);
    }
    return configurations;
  }

  private static Object append(Object before, Object value) {
    String[] old = before instanceof String[] many ? many : new String[] {(String) before};
    String[] all = Arrays.copyOf(old, old.length + 1);
    all[old.length] = (String) value;
    return all;
  }

  private static Map<String, Object> properties(
      Map<String, Map<String, Object>> configurations, String pid) {
    return configurations.computeIfAbsent(pid, id -> new LinkedHashMap<>());
  }
}
