package io.mycel.plugins.internal.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.plugins.internal.index.BundleResolver;
import io.mycel.plugins.internal.library.Libraries;
import io.mycel.plugins.internal.library.LibraryLimits;
import io.mycel.plugins.internal.library.LibraryStore;
import io.mycel.plugins.internal.plan.BundleLibraries;
import io.mycel.plugins.internal.plan.InstallPlan;
import io.mycel.plugins.internal.plan.InstallPlanner;
import io.mycel.plugins.internal.plan.InstallStep;
import io.mycel.plugins.internal.plan.PlanLimits;
import io.mycel.plugins.internal.plan.Wish;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.testing.Bench;
import io.mycel.plugins.internal.testing.Jars;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.felix.resolver.Logger;
import org.apache.felix.resolver.ResolverImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  private static final byte[] LIBRARY =
      Jars.jar(
          Jars.headers(
              "Bundle-SymbolicName: org.lib", "Export-Package: org.lib;version=1;x:Long=2"),
          Map.of());
  private static final byte[] JAVA =
      Jars.bundle("Bundle-SymbolicName: org.java", "Import-Package: org.lib;version=\"[1,2)\"");

  private static final String LOCKED =
      """
      {"format": 1, "plugins": [{"owner": "o", "name": "A", "version": "1", "kind": "FILE",
        "workspace": "public", "sha256": "%s"}]}
      """;

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Bench bench;
  private Bench other;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench(folder);
    other = new Bench(elsewhere);
    other.web.down(true);
    String plugin =
        """
        <config>{"name": "A", "type": "web-worker", "version": "1", "dependencies": ["B"],
          "requirements": ["js:%1$s/l/one.js", "https://cdn.invalid/gone.js"]}</config>
        <script lang="javascript">importScripts('%1$s/l/two.js'); // not %1$s/l/three.js
        fetch("%1$s/l/data.bin")</script>
        """
            .formatted(bench.web.url());
    bench.commit("o/r", "A.imjoy.html", plugin);
    bench.commit("o/r", "B.imjoy.html", Bench.plugin("B", "2"));
    bench.commit(
        "o/r",
        "manifest.imjoy.json",
        "{\"plugins\": [{\"name\": \"A\"}, {\"name\": \"B\"}, {\"name\": \"org.java\", \"uri\": \"j.jar\"}]}");
    bench.web.put("/raw/o/r/" + Bench.COMMIT + "/j.jar", JAVA);
    bench.web.put("/raw/o/r/" + Bench.COMMIT + "/lib.jar", LIBRARY);
    bench.commit(
        "o/r",
        "index.xml",
        """
        <repository><resource>
          <capability namespace="osgi.identity">
            <attribute name="osgi.identity" value="org.lib"/>
            <attribute name="version" type="Version" value="1.0.0"/></capability>
          <capability namespace="osgi.content">
            <attribute name="osgi.content" value="%s"/><attribute name="url" value="lib.jar"/>
          </capability>
          <capability namespace="osgi.wiring.package">
            <attribute name="osgi.wiring.package" value="org.lib"/>
            <attribute name="version" type="Version" value="1.0.0"/></capability>
        </resource></repository>
        """
            .formatted(ContentStore.sha256(LIBRARY)));
    bench.web.put("/l/one.js", "one");
    bench.web.put("/l/two.js", "two");
  }

  @AfterEach
  void stop() {
    bench.close();
    other.close();
  }

  private static LibraryStore store(Path folder) {
    return new LibraryStore(folder.resolve("libraries"), 1_000_000, InstantSource.system());
  }

  private static PluginLibraries libraries(Bench bench, Path folder) {
    Libraries libraries =
        new Libraries(
            bench.downloader(),
            bench.github(),
            URI.create(bench.web.url() + "/npm/"),
            store(folder),
            LibraryLimits.STANDARD,
            false);
    return url ->
        CompletableFuture.supplyAsync(
            () -> {
              try {
                Libraries.Library found = libraries.fetch(url);
                return new PluginLibraries.Library(
                    found.url(), found.mediaType(), found.content(), found.sha256());
              } catch (Exception e) {
                throw new IllegalStateException(e.getMessage(), e);
              }
            });
  }

  private static InstallPlanner planner(Bench bench, Repositories repositories) {
    PluginSources sources = bench.sources(repositories);
    BundleResolver resolver =
        new BundleResolver(new ResolverImpl(new Logger(0), Runnable::run), List::of);
    return new InstallPlanner(
        sources, new BundleLibraries(resolver, repositories, sources), PlanLimits.STANDARD);
  }

  private InstallPlan plan(Bench where, String repository) throws Exception {
    return planner(where, where.repositories(repository))
        .plan(
            Stream.of("A", "org.java").map(n -> new Wish(n, "public", false)).toList(), List.of());
  }

  private Path mirror() throws Exception {
    List<Mirror.Item> items =
        plan(bench, "o/r").steps().stream()
            .map(step -> (InstallStep.Install) step)
            .map(step -> new Mirror.Item(step.plugin(), step.content()))
            .toList();
    Path mirror = folder.resolve("mirror");
    List<String> warnings =
        new Mirror(libraries(bench, folder), store(folder), () -> bench.now).write(mirror, items);
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.get(0).contains("https://cdn.invalid/gone.js"), warnings.toString());
    return mirror;
  }

  private static List<String> names(InstallPlan plan) {
    return plan.steps().stream().map(step -> step.plugin().name()).toList();
  }

  private InstallPlan locked(Path mirror, List<InstalledPlugin> installed) throws Exception {
    LockFile lock = LockFile.read("lock", Files.readAllBytes(mirror.resolve(LockFile.NAME)));
    Repositories none = other.repositories();
    return planner(other, none)
        .planExact(
            new LockedContent(other.sources(none), PlanLimits.STANDARD).of(lock, mirror),
            installed);
  }

  @Test
  void aMirrorInstallsTheSameWithoutANetwork() throws Exception {
    List<InstalledPlugin> original =
        plan(bench, "o/r").steps().stream().map(InstallStep::plugin).toList();
    Path mirror = mirror();
    bench.web.down(true);
    InstallPlan plan = locked(mirror, List.of());
    assertEquals(List.of("B", "A", "org.lib", "org.java"), names(plan));
    assertEquals(original, plan.steps().stream().map(InstallStep::plugin).toList());
    assertTrue(
        locked(mirror, original).steps().stream().allMatch(InstallStep.Keep.class::isInstance));
    assertEquals(List.of(), other.web.asked());
  }

  @Test
  void aMirrorIsARepositoryToo() throws Exception {
    Path mirror = mirror();
    bench.web.down(true);
    assertEquals(List.of("B", "A", "org.lib", "org.java"), names(plan(other, mirror.toString())));
  }

  @Test
  void itsLibrariesAreTakenOver() throws Exception {
    Path mirror = mirror();
    bench.web.down(true);
    assertEquals(2, Mirror.take(mirror, store(elsewhere), () -> other.now));
    assertEquals(0, Mirror.take(mirror, store(elsewhere), () -> other.now));
    for (String name : List.of("one", "two")) {
      URI url = URI.create(bench.web.url() + "/l/" + name + ".js");
      byte[] content = libraries(other, elsewhere).fetch(url).toCompletableFuture().get().content();
      assertEquals(name, new String(content, StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatWasChangedInAMirrorIsRefused() throws Exception {
    Path mirror = mirror();
    try (Stream<Path> files = Files.list(mirror.resolve("plugins"))) {
      for (Path file : files.toList()) {
        Files.writeString(file, Bench.plugin("B", "2") + "<!-- changed -->");
      }
    }
    String message =
        assertThrows(PluginSourceException.class, () -> locked(mirror, List.of())).getMessage();
    assertTrue(message.contains("was changed"), message);
    Path lock = mirror.resolve(LockFile.NAME);
    Files.writeString(lock, Files.readString(lock).replaceFirst("\"file\" : \"", "$0../"));
    message =
        assertThrows(PluginSourceException.class, () -> locked(mirror, List.of())).getMessage();
    assertTrue(message.contains("not beside it"), message);
  }

  @Test
  void linkInAMirrorThatLeadsOutOfItIsRefused() throws Exception {
    Path mirror = mirror();
    try (Stream<Path> files = Files.list(mirror.resolve("plugins"))) {
      for (Path file : files.toList()) {
        Path out = folder.resolve(file.getFileName().toString());
        Files.move(file, out);
        Files.createSymbolicLink(file, out);
      }
    }
    String message =
        assertThrows(PluginSourceException.class, () -> locked(mirror, List.of())).getMessage();
    assertTrue(message.contains("not beside it"), message);
  }

  @Test
  void aLockFileAloneInstallsFromTheSameUrls() throws Exception {
    InstallPlan plan = plan(bench, "o/r");
    List<InstalledPlugin> original = plan.steps().stream().map(InstallStep::plugin).toList();
    LockFile lock = LockFile.read("lock", LockFile.of(original).bytes());
    PluginSources sources = bench.sources();
    assertEquals(
        original,
        new LockedContent(sources, PlanLimits.STANDARD)
            .of(lock, null).stream().map(exact -> exact.plugin()).toList());
    bench.commit("o/r", "B.imjoy.html", Bench.plugin("B", "2") + " ");
    String message =
        assertThrows(
                PluginSourceException.class,
                () -> new LockedContent(sources, PlanLimits.STANDARD).of(lock, null))
            .getMessage();
    assertTrue(message.startsWith("'B' 2 is not what it was"), message);
  }

  @Test
  void aLockFileThatCallsAPluginByAnothersNameIsRefused() throws Exception {
    InstallPlan plan = plan(bench, "o/r");
    for (InstallStep step : plan.steps()) {
      InstalledPlugin plugin = step.plugin();
      String text =
          new String(LockFile.of(List.of(plugin)).bytes(), StandardCharsets.UTF_8)
              .replace("\"name\" : \"" + plugin.name(), "\"name\" : \"../Other");
      LockFile lock = LockFile.read("lock", text.getBytes(StandardCharsets.UTF_8));
      LockedContent content = new LockedContent(bench.sources(), PlanLimits.STANDARD);
      String message =
          assertThrows(PluginSourceException.class, () -> content.of(lock, null)).getMessage();
      assertEquals(
          "the content of '../Other' %s is another plugin, '%s'"
              .formatted(plugin.version(), plugin.name()),
          message);
    }
  }

  @Test
  void whatALockFileNamesIsBounded() throws Exception {
    InstallPlan plan = plan(bench, "o/r");
    LockFile lock = LockFile.of(plan.steps().stream().map(InstallStep::plugin).toList());
    int steps = plan.steps().size();
    PluginSources sources = bench.sources();
    assertEquals(
        steps,
        new LockedContent(sources, new PlanLimits(steps, plan.bytes())).of(lock, null).size());
    bench.web.asked();
    String many =
        assertThrows(
                PluginSourceException.class,
                () ->
                    new LockedContent(sources, new PlanLimits(steps - 1, plan.bytes()))
                        .of(lock, null))
            .getMessage();
    assertEquals("the lock file names more than " + (steps - 1) + " plugins", many);
    assertEquals(List.of(), bench.web.asked(), "refused before anything is downloaded");
    String large =
        assertThrows(
                PluginSourceException.class,
                () ->
                    new LockedContent(sources, new PlanLimits(steps, plan.bytes() - 1))
                        .of(lock, null))
            .getMessage();
    assertTrue(large.contains("have more than " + (plan.bytes() - 1) + " bytes"), large);
  }

  @Test
  void whatIsNoLockFileIsRefused() throws Exception {
    for (String text :
        List.of(
            "",
            "null",
            "[]",
            "{\"format\": 2}",
            "{\"format\": 1, \"plugins\": [{\"name\": \"A\"}]}",
            LOCKED.formatted("../../profile/1.json"))) {
      String message =
          assertThrows(
                  IOException.class,
                  () -> LockFile.read("x.json", text.getBytes(StandardCharsets.UTF_8)),
                  text)
              .getMessage();
      assertTrue(message.startsWith("x.json: "), message);
    }
    String good = LOCKED.formatted("ab".repeat(32));
    assertEquals(
        1, LockFile.read("x.json", good.getBytes(StandardCharsets.UTF_8)).plugins().size());
  }
}
