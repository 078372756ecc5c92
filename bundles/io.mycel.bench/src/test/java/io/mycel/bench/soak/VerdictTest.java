package io.mycel.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.bench.soak.Runner.Tally;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final long MB = 1 << 20;
  private static final Sample BEFORE = rest(40, 50, 28, 5000, 10 * MB, Map.of("clients", 0.0));

  @Test
  void memoryThatGrowsAtFirstAndThenStaysIsFlat() {
    Finding finding = Verdict.ofMemory(tenMinutes(i -> 200 * MB + Math.min(i, 60) * MB));
    assertTrue(finding.good(), finding::toString);
  }

  @Test
  void memoryThatGrowsSteadilyIsNot() {
    Finding finding = Verdict.ofMemory(tenMinutes(i -> 1000 * MB + i * 3 * MB / 30));
    assertFalse(finding.good(), finding::toString);
    assertTrue(finding.measured().contains("+3.00 MB a minute"), finding::toString);
  }

  @Test
  void memoryThatJumpedIsNotFlatThoughItNoLongerGrows() {
    Finding finding = Verdict.ofMemory(tenMinutes(i -> i < 150 ? 200 * MB : 230 * MB));
    assertFalse(finding.good(), finding::toString);
  }

  @Test
  void memoryThatGoesUpAndDownIsFlat() {
    Finding finding = Verdict.ofMemory(tenMinutes(i -> 200 * MB + i % 7 * 10 * MB));
    assertTrue(finding.good(), finding::toString);
  }

  @Test
  void aShortRunIsNotJudgedByItsMemory() {
    Finding finding = Verdict.ofMemory(tenMinutes(i -> i * 100 * MB).subList(0, 60));
    assertTrue(finding.good());
    assertTrue(finding.measured().startsWith("not judged"), finding::toString);
  }

  /** A sample every two seconds. */
  private static List<Sample> tenMinutes(IntToLongFunction residentBytes) {
    return IntStream.rangeClosed(0, 300)
        .mapToObj(
            i -> new Sample(90 + i * 2, residentBytes.applyAsLong(i), 1, 1, -1, -1, -1, Map.of()))
        .toList();
  }

  @Test
  void theSameServerAtRestIsGood() {
    assertEquals(List.of(), bad(BEFORE));
    assertEquals(List.of(), bad(rest(39, 48, 28, 5050, 9 * MB, Map.of("clients", 0.0))));
  }

  @Test
  void oneMoreOfWhatMayNotBeMoreIsFound() {
    assertEquals(List.of("threads"), bad(rest(41, 50, 28, 5000, 10 * MB, BEFORE.gauges())));
    assertEquals(List.of("descriptors"), bad(rest(40, 51, 28, 5000, 10 * MB, BEFORE.gauges())));
    assertEquals(List.of("bundle loaders"), bad(rest(40, 50, 29, 5000, 10 * MB, BEFORE.gauges())));
    assertEquals(List.of("gauges"), bad(rest(40, 50, 28, 5000, 10 * MB, Map.of("clients", 1.0))));
    assertEquals(List.of("gauges"), bad(rest(40, 50, 28, 5000, 10 * MB, Map.of("parked", 1.0))));
  }

  @Test
  void classesAndHeapMayGrowALittle() {
    assertEquals(List.of(), bad(rest(40, 50, 28, 5100, 11 * MB, BEFORE.gauges())));
    assertEquals(List.of("classes"), bad(rest(40, 50, 28, 5101, 10 * MB, BEFORE.gauges())));
    assertEquals(List.of("live heap"), bad(rest(40, 50, 28, 5000, 12 * MB, BEFORE.gauges())));
  }

  @Test
  void aServerWithoutGaugesIsNotJudgedGood() {
    assertEquals(List.of("gauges"), bad(rest(40, 50, 28, 5000, 10 * MB, Map.of())));
  }

  private static List<String> bad(Sample after) {
    return Verdict.ofRest(BEFORE, after).stream()
        .filter(finding -> !finding.good())
        .map(Finding::what)
        .toList();
  }

  private static Sample rest(
      int threads, int fds, long loaders, long classes, long heap, Map<String, Double> gauges) {
    return new Sample(0, 0, threads, fds, heap, loaders, classes, gauges);
  }

  @Test
  void anActivityThatFailedOrDidNothingIsFound() {
    List<Finding> findings =
        Verdict.ofActivities(
            List.of(
                new Tally("good", 5, 2, 0, List.of()),
                new Tally("failed", 5, 0, 1, List.of("lost")),
                new Tally("idle", 0, 3, 0, List.of())));
    assertEquals(List.of(true, false, false), findings.stream().map(Finding::good).toList());
    assertTrue(findings.get(0).measured().contains("2 asked to come again"));
    assertTrue(findings.get(1).measured().contains("lost"));
  }
}
