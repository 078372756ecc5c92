package io.mycel.http.internal;

import java.lang.annotation.Annotation;

/** The configuration of a test. */
record Settings(
    String[] allowOrigins,
    int corsMaxAgeSeconds,
    String[] staticMounts,
    long maxBodyBytes,
    int maxJsonDepth,
    long maxJsonTokens,
    int replaceTimeoutMillis,
    int maxWaitingRequests) {

  static final HttpConfig DEFAULT = config(new String[] {"*"}, new String[0]);

  static HttpConfig origins(String... origins) {
    return config(origins, new String[0]);
  }

  static HttpConfig mounts(String... mounts) {
    return config(new String[] {"*"}, mounts);
  }

  static HttpConfig waiting(int timeoutMillis, int requests) {
    return config(
        new Settings(new String[0], 600, new String[0], 1000, 20, 500, timeoutMillis, requests));
  }

  private static HttpConfig config(String[] origins, String[] mounts) {
    return config(new Settings(origins, 600, mounts, 1000, 20, 500, 300, 10));
  }

  private static HttpConfig config(Settings settings) {
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
