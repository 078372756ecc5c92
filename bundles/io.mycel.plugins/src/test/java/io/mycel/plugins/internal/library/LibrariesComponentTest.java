package io.mycel.plugins.internal.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.plugins.internal.testing.Tars;
import io.mycel.plugins.internal.testing.Web;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesComponentTest {
  private static final byte[] SCRIPT = "a".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private static LibrariesConfig config(Map<String, Object> values) {
    return (LibrariesConfig)
        Proxy.newProxyInstance(
            LibrariesConfig.class.getClassLoader(),
            new Class<?>[] {LibrariesConfig.class},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  private LibrariesComponent component(Map<String, Object> values) {
    return new LibrariesComponent(config(values), folder, InstantSource.system());
  }

  @Test
  void manyWhoAskAtOnceGetTheSame() throws Exception {
    try (Web web = new Web()) {
      web.put("/a.js", SCRIPT);
      LibrariesComponent component = component(Map.of("allowLoopback", true));
      URI url = URI.create(web.url() + "/a.js");
      List<CompletableFuture<PluginLibraries.Library>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(component.fetch(url).toCompletableFuture());
      }
      for (CompletableFuture<PluginLibraries.Library> each : all) {
        assertArrayEquals(SCRIPT, each.get().content());
      }
      assertEquals(List.of("/a.js"), web.asked());
      component.stop();
    }
  }

  @Test
  void aServerThatTheConfigurationNamesMayBeHere() throws Exception {
    try (Web web = new Web();
        Web other = new Web()) {
      other.put("/a.js", SCRIPT);
      LibrariesComponent component =
          component(Map.of("registry", web.url() + "/npm", "askNetworks", false));
      // asked, though this machine is not allowed in general
      assertTrue(failure(component, "https://unpkg.com/vue").contains("the server answers 404"));
      assertEquals(List.of("/npm/vue"), web.asked());
      assertTrue(failure(component, other.url() + "/a.js").contains("only https is allowed"));
      assertEquals(List.of(), other.asked());
      component.stop();
    }
  }

  @Test
  void whatIsUnderWayFailsWhenItStops() throws Exception {
    try (Web web = new Web()) {
      web.silent("/a.js");
      LibrariesComponent component = component(Map.of("allowLoopback", true));
      CompletableFuture<PluginLibraries.Library> library =
          component.fetch(URI.create(web.url() + "/a.js")).toCompletableFuture();
      assertFalse(library.isDone());
      component.stop();
      assertThrows(ExecutionException.class, library::get);
    }
  }

  @Test
  void limitsOfPackagesAreThoseOfTheConfiguration() throws Exception {
    try (Web web = new Web()) {
      byte[] tarball = Tars.tgz(Map.of("package/index.js", "a", "package/b.js", "b"));
      web.put("/npm/p/-/1.tgz", tarball);
      String list =
          "{\"dist-tags\": {\"latest\": \"1.0.0\"}, \"versions\": {\"1.0.0\": {\"dist\":"
              + " {\"tarball\": \"%s/npm/p/-/1.tgz\", \"integrity\": \"%s\"}}}}"
                  .formatted(web.url(), Tars.integrity(tarball));
      web.put("/npm/p", list);
      Map<String, Object> registry = Map.of("registry", web.url() + "/npm", "askNetworks", false);
      String url = "https://unpkg.com/p@1.0.0/index.js";
      for (Map.Entry<String, String> limit :
          Map.of(
                  "maxPackageFiles", "more than 1 files",
                  "maxListBytes", "longer than 1 bytes",
                  "maxPackageBytes", "longer than 1 bytes",
                  "maxUnpackedBytes", "unpacks to more than 1 bytes")
              .entrySet()) {
        Map<String, Object> values = new HashMap<>(registry);
        values.put(limit.getKey(), 1L);
        LibrariesComponent strict = component(values);
        String message = failure(strict, url);
        assertTrue(message.contains(limit.getValue()), limit.getKey() + ": " + message);
        strict.stop();
      }
      LibrariesComponent enough = component(registry);
      byte[] content = enough.fetch(URI.create(url)).toCompletableFuture().get().content();
      assertArrayEquals(SCRIPT, content);
      enough.stop();
    }
  }

  private static String failure(LibrariesComponent component, String url) {
    return assertThrows(
            ExecutionException.class,
            () -> component.fetch(URI.create(url)).toCompletableFuture().get())
        .getCause()
        .getMessage();
  }
}
