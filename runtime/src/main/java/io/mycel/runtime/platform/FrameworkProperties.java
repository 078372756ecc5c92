package io.mycel.runtime.platform;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** What every framework that this program starts is told. */
final class FrameworkProperties {
  private FrameworkProperties() {}

  /** The properties of {@code cnf/framework.properties} and where to log; may be changed. */
  static Map<String, Object> shared(FrameworkLog log) {
    Properties shared = new Properties();
    try (InputStream in =
        Platform.class.getResourceAsStream("/io/mycel/runtime/framework.properties")) {
      shared.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("framework.properties in the jar of Mycel", e);
    }
    Map<String, Object> all = new HashMap<>();
    shared.forEach((key, value) -> all.put(key.toString(), value));
    all.put("felix.log.logger", log);
    // In the thread that asks: the resolver's own threads outlive the framework.
    all.put("felix.resolver.parallelism", "1");
    return all;
  }
}
