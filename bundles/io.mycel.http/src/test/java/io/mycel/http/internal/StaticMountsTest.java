package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.api.http.HttpRoute;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class StaticMountsTest {
  @TempDir Path folder;
  private final List<List<String>> patterns = new ArrayList<>();

  @Test
  void eachMountIsARouteUntilItStops() throws Exception {
    Files.createDirectories(folder.resolve("a"));

    StaticMounts mounts = start("/x:" + folder, "/x/a:" + folder.resolve("a"));
    assertEquals(List.of(List.of("/x", "/x/*"), List.of("/x/a", "/x/a/*")), patterns);

    mounts.stop();
    assertEquals(List.of(), patterns);
  }

  @Test
  void mountThatCannotBeServedIsLeftOutAndTheOthersStay() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    start(
        "nonsense",
        "/ws:" + folder,
        "/gone:" + folder.resolve("gone"),
        "/file:" + file,
        "/x:" + folder,
        "/x/:" + folder);

    assertEquals(List.of(List.of("/x", "/x/*")), patterns);
  }

  private StaticMounts start(String... mounts) {
    return new StaticMounts(context(), Settings.mounts(mounts));
  }

  private BundleContext context() {
    return proxy(
        BundleContext.class,
        (name, args) -> {
          assertEquals("registerService", name);
          assertEquals(HttpRoute.class, args[0]);
          List<String> registered =
              List.of((String[]) ((Dictionary<?, ?>) args[2]).get(HttpRoute.PATTERN));
          patterns.add(registered);
          return proxy(
              ServiceRegistration.class,
              (method, none) -> {
                assertEquals("unregister", method);
                patterns.remove(registered);
                return null;
              });
        });
  }

  private interface Behaviour {
    Object call(String method, Object[] args);
  }

  private static <T> T proxy(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> behaviour.call(method.getName(), args)));
  }
}
