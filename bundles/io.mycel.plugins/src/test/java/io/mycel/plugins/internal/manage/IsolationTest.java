package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.Isolation;
import io.mycel.plugins.internal.plan.InstallPlanner;
import io.mycel.plugins.internal.plan.PlanLimits;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.testing.Bench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where plugins run, by the trust in their origin; what the user of an install sees and chooses.
 */
class IsolationTest {
  private static final String ASKING =
      """
      <config lang="json">
      {"name": "A", "type": "web-worker", "version": "1", "api_version": "0.1.8", "description": "d",
       "permissions": ["network:example.org", "service:lab/*", "files:data"], "dependencies": []}
      </config>
      <script lang="javascript">api.export({})</script>
      """;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private Plan plan(String source, Isolation wanted, InstalledPlugin... installed)
      throws Exception {
    PluginSources sources = bench.sources("o/r");
    InstallPlanner planner =
        new InstallPlanner(sources, bundle -> List.of(), new PlanLimits(10, 1_000_000));
    InstallRequest request =
        new InstallRequest(source, null, "public", List.of(), wanted, true, true, null);
    return new SourcePlanner(planner, sources, null).install(request, List.of(installed));
  }

  private static Isolation of(Plan plan, int step) {
    Plan.Step planned = plan.steps().get(step);
    InstallRequest wish = InstallRequest.of("x", "public");
    boolean last = step == plan.steps().size() - 1;
    Isolation agreed = Manager.agreement(planned, last ? wish : null).isolation();
    assertEquals(
        agreed.wire(), shown(plan, step).get("isolation"), "what is shown is what is done");
    return agreed;
  }

  private static Map<?, ?> shown(Plan plan, int step) {
    return (Map<?, ?>) ((List<?>) PlanForms.map(plan).get("steps")).get(step);
  }

  private void publish(String hash) {
    String a = Bench.plugin("A", "1", "B");
    String b = Bench.plugin("B", "1");
    bench.commit("o/r", "A.imjoy.html", a);
    bench.commit("o/r", "B.imjoy.html", b);
    bench.commit(
        "o/r",
        "manifest.imjoy.json",
        "{\"plugins\": [{\"name\": \"A\"%s}, {\"name\": \"B\"%s}]}"
            .formatted(
                hash.isEmpty() ? "" : hash.formatted(Bench.sha256(a)),
                hash.isEmpty() ? "" : hash.formatted(Bench.sha256(b))));
  }

  @Test
  void whatNobodyVouchesForRunsInAProcessAndSoDoesWhatItDependsOn() throws Exception {
    publish("");
    Plan plan = plan("A", null);
    assertEquals("B", plan.steps().get(0).plugin().name());
    assertEquals(Isolation.PROCESS, of(plan, 0));
    assertEquals(Isolation.PROCESS, of(plan, 1));
  }

  @Test
  void aHashThatNobodyHasSignedVouchesForNobody() throws Exception {
    publish(", \"sha256\": \"%s\"");
    Plan plan = plan("A", null);
    assertTrue(plan.steps().get(1).trust().contains("not signed"), plan.steps().get(1).trust());
    assertEquals(Isolation.PROCESS, of(plan, 0));
    assertEquals(Isolation.PROCESS, of(plan, 1));
  }

  @Test
  void aFileOfThisMachineIsTheUsersOwn() throws Exception {
    Path file = Files.writeString(folder.resolve("A.imjoy.html"), Bench.plugin("A", "1"));
    assertEquals(Isolation.IN_JVM, of(plan(file.toUri().toString(), null), 0));
  }

  @Test
  void theUserSaysOtherwiseByOneWordAndIsShownIt() throws Exception {
    publish("");
    Plan plan = plan("A", Isolation.IN_JVM);
    assertEquals(Isolation.IN_JVM, of(plan, 1));
    assertEquals(Isolation.PROCESS, of(plan, 0), "what it depends on was not meant");
    Path file = Files.writeString(folder.resolve("A.imjoy.html"), Bench.plugin("A", "1"));
    assertEquals(Isolation.PROCESS, of(plan(file.toUri().toString(), Isolation.PROCESS), 0));
  }

  @Test
  void anUpdateRunsWhereTheOldVersionDid() throws Exception {
    publish("");
    Plan first = plan("A", Isolation.IN_JVM);
    InstalledPlugin a =
        first
            .wished()
            .agreed(Manager.agreement(first.steps().get(1), InstallRequest.of("A", "public")));
    InstalledPlugin b =
        first.steps().get(0).plugin().agreed(Manager.agreement(first.steps().get(0), null));
    Plan again = plan("A", null, a, b);
    assertEquals(Isolation.IN_JVM, of(again, again.steps().size() - 1));
  }

  @Test
  void whatAPluginAsksForIsShownAndThatAloneIsGranted() throws Exception {
    Path file = Files.writeString(folder.resolve("A.imjoy.html"), ASKING);
    Plan plan = plan(file.toUri().toString(), null);
    List<String> asked = List.of("network:example.org", "service:lab/*", "files:data");
    String shown = String.valueOf(shown(plan, 0).get("asks"));
    asked.forEach(each -> assertTrue(shown.contains(each), shown));
    assertEquals(
        asked,
        Manager.agreement(plan.steps().get(0), InstallRequest.of("A", "public")).permissions());
  }
}
