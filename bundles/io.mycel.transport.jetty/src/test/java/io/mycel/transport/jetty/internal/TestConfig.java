package io.mycel.transport.jetty.internal;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** A configuration with its defaults, on a free port, changed where a test needs it. */
public final class TestConfig {
  private final Map<String, Object> values = new HashMap<>(Map.of("port", 0));

  public TestConfig with(String name, Object value) {
    values.put(name, value);
    return this;
  }

  public TransportConfig build() {
    return (TransportConfig)
        Proxy.newProxyInstance(
            TransportConfig.class.getClassLoader(),
            new Class<?>[] {TransportConfig.class},
            (proxy, method, args) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
