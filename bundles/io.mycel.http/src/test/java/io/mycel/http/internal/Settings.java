package io.mycel.http.internal;

import java.lang.annotation.Annotation;

/** The configuration of a test. */
record Settings(
    String[] allowOrigins,
    int corsMaxAgeSeconds,
    String[] staticMounts,
    long maxBodyBytes,
    int maxJsonDepth,
    long maxJsonTokens) {

  static final HttpConfig DEFAULT = config(new String[] {"*"}, new String[0]);

  static HttpConfig origins(String... origins) {
    return config(origins, new String[0]);
  }

  static HttpConfig mounts(String... mounts) {
    return config(new String[] {"*"}, mounts);
  }

  private static HttpConfig config(String[] origins, String[] mounts) {
    Settings settings = new Settings(origins, 600, mounts, 1000, 20, 500);
    return (HttpConfig)
        java.lang.reflect.Proxy.newProxyInstance(
            Settings.class.getClassLoader(),
            new Class<?>[] {HttpConfig.class},
            (proxy, method, args) ->
                method.getDeclaringClass() == Annotation.class
                    ? HttpConfig.class
                    : Settings.class.getDeclaredMethod(method.getName()).invoke(settings));
  }
}
