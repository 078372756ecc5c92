package io.mycel.plugins.internal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.testing.Bench;
import io.mycel.plugins.internal.trust.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallPlannerTest {

  @TempDir Path folder;
  private Bench bench;
  private int commits;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private InstallPlanner planner(int steps) {
    return planner(new PlanLimits(steps, 1_000_000));
  }

  private InstallPlanner planner(PlanLimits limits) {
    return new InstallPlanner(bench.sources("o/r"), bundle -> List.of(), limits);
  }

  /** What a wish for plugins of o/r, in the workspace public, leads to. */
  private InstallPlan plan(List<InstalledPlugin> installed, String... names) throws Exception {
    List<Wish> wishes =
        Stream.of(names).map(name -> new Wish(name, null, "public", false)).toList();
    return planner(10).plan(wishes, installed);
  }

  private String refusal(List<InstalledPlugin> installed, String... names) {
    return assertThrows(PlanException.class, () -> plan(installed, names)).getMessage();
  }

  /** A new commit of o/r, with these plugins and no others. */
  private void publish(String... plugins) {
    commits++;
    bench.commit = "%040d".formatted(commits);
    bench.now = bench.now.plus(Duration.ofHours(1));
    StringBuilder manifest = new StringBuilder("{\"plugins\": [");
    for (String plugin : plugins) {
      String name = plugin.replaceAll("(?s).*\"name\": \"([^\"]+)\".*", "$1");
      bench.commit("o/r", name + ".imjoy.html", plugin);
      manifest.append(manifest.toString().endsWith("[") ? "" : ",");
      manifest.append("{\"name\": \"").append(name).append("\"}");
    }
    bench.commit("o/r", "manifest.imjoy.json", manifest.append("]}").toString());
  }

  /** What stands in the profile after a plan was done. */
  private static List<InstalledPlugin> done(InstallPlan plan) {
    return plan.steps().stream().map(InstallStep::plugin).toList();
  }

  private static List<String> shown(InstallPlan plan) {
    return plan.steps().stream()
        .map(
            step ->
                step.getClass().getSimpleName()
                    + " "
                    + step.plugin().name()
                    + " "
                    + step.plugin().version()
                    + ": "
                    + step.why())
        .toList();
  }

  @Test
  void whatOthersDependOnComesFirstAndOnce() throws Exception {
    publish(
        Bench.plugin("A", "1", "B", "o/r:C"),
        Bench.plugin("B", "2", "C@dev"),
        Bench.plugin("C", "3"));
    InstallPlan plan = plan(List.of(), "A", "o/r:B");
    assertEquals(
        List.of("Install C 3: dependency of 'B'", "Install B 2: wished", "Install A 1: wished"),
        shown(plan));
    InstalledPlugin c = plan.steps().get(0).plugin();
    assertEquals("o/r:C@dev", c.source());
    assertEquals("dev", c.tag());
    assertEquals("public", c.workspace());
    assertEquals(bench.commit, c.commit());
    assertTrue(c.dependency());
    assertEquals(
        (long) Bench.plugin("A", "1", "B", "o/r:C").length()
            + Bench.plugin("B", "2", "C@dev").length()
            + Bench.plugin("C", "3").length(),
        plan.bytes());
  }

  @Test
  void cyclesAreRefusedAndShown() {
    publish(
        Bench.plugin("A", "1", "B"), Bench.plugin("B", "2", "o/r:C"), Bench.plugin("C", "3", "B"));
    assertEquals(
        "these plugins depend on each other, so none can come first: 'B' -> 'C' -> 'B'",
        refusal(List.of(), "A"));
    publish(Bench.plugin("D", "1", "D"));
    assertTrue(refusal(List.of(), "D").endsWith("'D' -> 'D'"));
  }

  @Test
  void cyclesThroughWhatIsInstalledAreRefusedToo() throws Exception {
    String b = Bench.plugin("B", "1", "C");
    String c = Bench.plugin("C", "1", "A");
    publish(Bench.plugin("A", "1"), b, c);
    List<InstalledPlugin> installed = done(plan(List.of(), "B"));
    bench.contents.put(b.getBytes(StandardCharsets.UTF_8));
    bench.contents.put(c.getBytes(StandardCharsets.UTF_8));
    publish(Bench.plugin("A", "2", "B"), b, c);
    String cycle =
        "these plugins depend on each other, so none can come first: 'A' -> 'B' -> 'C' -> 'A'";
    assertEquals(cycle, refusal(installed, "A"));
    InstalledPlugin a = installed.get(0);
    assertEquals("A", a.name());
    assertEquals(
        cycle,
        assertThrows(PlanException.class, () -> planner(10).update(List.of(a), installed))
            .getMessage());
    publish(Bench.plugin("A", "3"), b, c);
    assertEquals(List.of("Update A 3: update"), shown(planner(10).update(List.of(a), installed)));
  }

  @Test
  void whatIsThereIsKeptAndWhatIsNewerReplacesIt() throws Exception {
    publish(Bench.plugin("A", "1", "B"), Bench.plugin("B", "1"));
    List<InstalledPlugin> installed = done(plan(List.of(), "A"));
    assertEquals(
        List.of("Keep B 1: dependency of 'A'", "Keep A 1: wished"), shown(plan(installed, "A")));
    // what is wished is not a dependency any more
    assertEquals(false, plan(installed, "B").steps().get(0).plugin().dependency());

    publish(Bench.plugin("A", "1.1", "B"), Bench.plugin("B", "1.1"));
    InstallPlan plan = plan(installed, "A");
    assertEquals(List.of("Keep B 1: dependency of 'A'", "Update A 1.1: wished"), shown(plan));
    InstallStep.Update update = (InstallStep.Update) plan.steps().get(1);
    assertEquals("1", update.before().version());
    assertEquals(List.of(), plan.warnings());

    publish(Bench.plugin("A", "0.9"));
    assertEquals(List.of("'A' goes back from version 1 to 0.9"), plan(installed, "A").warnings());
  }

  @Test
  void updatesTakeWhatIsNewerAndKeepTheRest() throws Exception {
    publish(Bench.plugin("A", "1"), Bench.plugin("B", "1"), Bench.plugin("C", "1"));
    List<InstalledPlugin> installed =
        done(
            planner(10)
                .plan(
                    List.of(
                        new Wish("A@dev", null, "public", false),
                        new Wish("B", null, "public", true),
                        new Wish("C", null, "public", false)),
                    List.of()));
    publish(Bench.plugin("A", "2"), Bench.plugin("B", "2"));
    InstallPlan plan = planner(10).update(installed, installed);
    assertEquals(
        List.of("Keep B 1: pinned", "Keep C 1: not found", "Update A 2: update"), shown(plan));
    assertEquals("dev", plan.steps().get(2).plugin().tag());
    assertTrue(plan.warnings().get(0).startsWith("'C' stays as it is: the repository o/r has no"));

    publish(Bench.plugin("A", "0.1"));
    assertEquals(
        List.of("Keep A 1: newer than what is found"),
        shown(planner(10).update(installed.subList(0, 1), installed)));
    // pinned ones are not replaced by a wish either
    publish(Bench.plugin("B", "3"));
    InstallPlan wished = plan(installed, "B");
    assertEquals(List.of("Keep B 1: pinned"), shown(wished));
    assertEquals(List.of("'B' is pinned and stays as it is; unpin it first"), wished.warnings());
  }

  @Test
  void whatIsWantedItselfIsRenewedThoughOthersDependOnIt() throws Exception {
    publish(Bench.plugin("A", "1", "B"), Bench.plugin("B", "1"));
    List<InstalledPlugin> installed = done(plan(List.of(), "A"));
    publish(Bench.plugin("A", "2", "B"), Bench.plugin("B", "2"));
    assertEquals(
        List.of("Update B 2: wished", "Update A 2: wished"), shown(plan(installed, "A", "B")));
    List<InstalledPlugin> backwards = List.of(installed.get(1), installed.get(0));
    assertEquals(
        List.of("Update B 2: update", "Update A 2: update"),
        shown(planner(10).update(backwards, installed)));
  }

  @Test
  void nobodyTakesThePlaceOfAnothersPlugin() throws Exception {
    publish(Bench.plugin("A", "1"));
    List<InstalledPlugin> installed = done(plan(List.of(), "A"));
    Path other = Files.writeString(folder.resolve("A.imjoy.html"), Bench.plugin("A", "2"));
    assertTrue(
        refusal(installed, other.toString()).startsWith("'A' is installed from o/r, this one is"));
    assertEquals(
        "Install",
        planner(10)
            .plan(List.of(new Wish(other.toString(), null, "elsewhere", false)), installed)
            .steps()
            .get(0)
            .getClass()
            .getSimpleName());
    assertTrue(refusal(List.of(), "A", other.toString()).contains("two different plugins 'A'"));
  }

  private InstalledPlugin signed(InstalledPlugin plugin, String key) {
    return new InstalledPlugin(
        plugin.owner(),
        plugin.name(),
        plugin.tag(),
        plugin.workspace(),
        plugin.source(),
        plugin.url(),
        plugin.commit(),
        plugin.kind(),
        plugin.version(),
        plugin.sha256(),
        key,
        plugin.dependency(),
        plugin.pinned());
  }

  @Test
  void whatWasSignedIsNotReplacedByWhatIsNot() throws Exception {
    publish(Bench.plugin("A", "1"));
    InstalledPlugin installed = signed(done(plan(List.of(), "A")).get(0), "SHA256:first");
    publish(Bench.plugin("A", "2"));
    String message = refusal(List.of(installed), "A");
    assertTrue(
        message.startsWith("'A' is signed with the key SHA256:first, this one is not"), message);
    String text = Bench.plugin("A", "3");
    SigningKey other = SigningKey.create();
    String manifest =
        "{\"public_key\": \"%s\", \"plugins\": [{\"name\": \"A\", \"sha256\": \"%s\"}]}"
            .formatted(other.publisher().text(), Bench.sha256(text));
    publish(text);
    bench.commit("o/r", "manifest.imjoy.json", manifest);
    bench.commit(
        "o/r",
        "manifest.imjoy.json.sig",
        new String(
            other.sign(manifest.getBytes(StandardCharsets.UTF_8)), StandardCharsets.US_ASCII));
    assertTrue(
        refusal(List.of(installed), "A")
            .startsWith(
                "'A' is signed with the key SHA256:first, this one with "
                    + other.publisher().fingerprint()));
  }

  @Test
  void aPlanIsBounded() {
    publish(Bench.plugin("A", "1", "B"), Bench.plugin("B", "1", "C"), Bench.plugin("C", "1"));
    String message =
        assertThrows(
                PlanException.class,
                () -> planner(2).plan(List.of(new Wish("A", null, "public", false)), List.of()))
            .getMessage();
    assertTrue(message.startsWith("this needs more than 2 plugins"), message);
  }

  @Test
  void whatAPlanInstallsIsBoundedInBytes() throws Exception {
    publish(Bench.plugin("A", "1", "B"), Bench.plugin("B", "1"));
    List<Wish> wish = List.of(new Wish("A", null, "public", false));
    long bytes = plan(List.of(), "A").bytes();
    assertEquals(2, planner(new PlanLimits(10, bytes)).plan(wish, List.of()).steps().size());
    InstallPlanner smaller = planner(new PlanLimits(10, bytes - 1));
    String message =
        assertThrows(PlanException.class, () -> smaller.plan(wish, List.of())).getMessage();
    assertTrue(message.startsWith("this needs more than " + (bytes - 1) + " bytes"), message);
    List<InstalledPlugin> installed = done(plan(List.of(), "A"));
    assertEquals(0, smaller.plan(wish, installed).bytes(), "what is there costs nothing");
  }

  @Test
  void aDependencyThatIsNowhereSaysWhoNeedsIt() {
    publish(Bench.plugin("A", "1", "/etc/x.imjoy.html"), Bench.plugin("B", "1", "Nowhere"));
    assertTrue(
        refusal(List.of(), "A").startsWith("dependency of 'A': /etc/x.imjoy.html: only the"));
    assertEquals(
        "dependency of 'B': no known repository has a plugin 'Nowhere'", refusal(List.of(), "B"));
  }
}
