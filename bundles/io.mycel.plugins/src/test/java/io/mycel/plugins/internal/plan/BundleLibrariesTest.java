package io.mycel.plugins.internal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.plugins.internal.index.BundleResolver;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.testing.Bench;
import io.mycel.plugins.internal.testing.Jars;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.resolver.Logger;
import org.apache.felix.resolver.ResolverImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleLibrariesTest {
  private static final byte[] LIBRARY =
      Jars.bundle("Bundle-SymbolicName: org.lib", "Export-Package: org.lib;version=1.0");
  private static final byte[] PLUGIN =
      Jars.bundle(
          "Bundle-SymbolicName: org.plugin",
          "Bundle-Name: Calculator",
          "Import-Package: org.lib;version=\"[1,2)\"");

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench(folder);
    bench.web.put(
        "/p/manifest.imjoy.json",
        "{\"plugins\": [{\"name\": \"Calculator\", \"type\": \"java\", \"uri\": \"c.jar\"}]}");
    bench.web.put("/p/c.jar", PLUGIN);
    bench.web.put("/p/lib.jar", LIBRARY);
    index(ContentStore.sha256(LIBRARY), "org.lib");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void index(String sha256, String name) {
    bench.web.put(
        "/p/index.xml",
        """
        <repository><resource>
          <capability namespace="osgi.identity">
            <attribute name="osgi.identity" value="%s"/>
            <attribute name="version" type="Version" value="1.0.0"/>
          </capability>
          <capability namespace="osgi.content">
            <attribute name="osgi.content" value="%s"/><attribute name="url" value="lib.jar"/>
          </capability>
          <capability namespace="osgi.wiring.package">
            <attribute name="osgi.wiring.package" value="org.lib"/>
            <attribute name="version" type="Version" value="1.0.0"/>
          </capability>
        </resource></repository>
        """
            .formatted(name, sha256));
  }

  private InstallPlan plan(List<InstalledPlugin> installed) throws Exception {
    Repositories repositories = bench.repositories(bench.web.url() + "/p");
    PluginSources sources = bench.sources(repositories);
    BundleResolver resolver =
        new BundleResolver(new ResolverImpl(new Logger(0), Runnable::run), List::of);
    return new InstallPlanner(
            sources, new BundleLibraries(resolver, repositories, sources), PlanLimits.STANDARD)
        .plan(List.of(new Wish("Calculator", null, "public", false)), installed);
  }

  @Test
  void whatAJavaPluginNeedsIsTakenFromTheIndex() throws Exception {
    InstallPlan plan = plan(List.of());
    InstalledPlugin library = plan.steps().get(0).plugin();
    assertEquals(ContentKind.LIBRARY, library.kind());
    assertEquals("org.lib", library.name());
    assertEquals("1.0.0", library.version());
    assertNull(library.workspace());
    assertEquals("bundle that 'Calculator' needs", plan.steps().get(0).why());
    InstallStep.Install plugin = (InstallStep.Install) plan.steps().get(1);
    assertEquals(ContentKind.BUNDLE, plugin.plugin().kind());
    assertEquals(List.of("runs inside the server, with all its rights"), plugin.permissions());
    assertEquals(LIBRARY.length + PLUGIN.length, plan.bytes());

    List<InstalledPlugin> installed = plan.steps().stream().map(InstallStep::plugin).toList();
    assertEquals(
        List.of("Keep"),
        plan(installed).steps().stream().map(step -> step.getClass().getSimpleName()).toList());
  }

  @Test
  void aLibraryThatIsNotWhatTheIndexSaysIsRefused() {
    index("ab".repeat(32), "org.lib");
    assertTrue(refusal().contains("is not the one that"), refusal());
    index(ContentStore.sha256(LIBRARY), "org.else");
    assertTrue(refusal().contains("is another one, org.lib"), refusal());
    bench.web.put("/p/index.xml", "<repository/>");
    assertTrue(refusal().contains("neither installed nor in an index"), refusal());
  }

  @Test
  void aLibraryThatMustNotRunIsLeftOut() throws Exception {
    bench.web.put(
        "/p/manifest.imjoy.json",
        ("{\"plugins\": [{\"name\": \"Calculator\", \"type\": \"java\", \"uri\": \"c.jar\"}],"
                + " \"killed\": [{\"sha256\": \"%s\", \"reason\": \"it sells data\"}]}")
            .formatted(ContentStore.sha256(LIBRARY)));
    String refusal = refusal();
    assertTrue(refusal.contains("neither installed nor in an index"), refusal);
    assertTrue(
        refusal.matches("(?s).*left out is org.lib.*, which must not run, says .*: it sells data"),
        refusal);
  }

  private String refusal() {
    // the copy of the index is fresh for some minutes
    bench.now = bench.now.plusSeconds(3600);
    return assertThrows(PlanException.class, () -> plan(List.of())).getMessage();
  }
}
