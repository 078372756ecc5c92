package io.mycel.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {

  @Test
  void fieldsAreCountedBehindANameWithBlanksAndBrackets() {
    String stat =
        "4242 (a (b) c) S 1 4242 4242 0 -1 4194560 7 0 0 0 150 50 0 0 20 0 31 0 100 999 25600 1\n";
    assertEquals(new ProcessUsage(2.0, 25600L * 4096, 31, 9), ProcessUsage.parse(stat, 9));
  }

  @Test
  void processThatIsNoMoreHasNoUsage() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertTrue(ProcessUsage.of(ended.pid()).isEmpty());
  }

  @Test
  void shareOfMemoryIsTheProportionalSetSize() throws Exception {
    var lines = Stream.of("55d0-7ffe ---p 0 00:00 0 [rollup]", "Rss: 100 kB", "Pss:      64 kB");
    assertEquals(OptionalLong.of(64 * 1024), ProcessUsage.shareOf(lines));
    assertEquals(OptionalLong.empty(), ProcessUsage.shareOf(Stream.of("Pss_Dirty: 7 kB")));
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertTrue(ProcessUsage.share(ended.pid()).isEmpty());
  }

  @Test
  void idleAndWaitingProcessorsAreNotBusy() {
    assertEquals(3.6, Machine.busy("cpu  100 20 30 5000 600 10 50 150 7 8"), 1e-9);
    assertTrue(Double.isNaN(Machine.busy("")));
  }

  @Test
  void othersAreAllButThisProcessAndTheServer() {
    var before = new Machine.Load(0, 10, 1);
    var after = new Machine.Load(2_000_000_000L, 13, 2);
    assertEquals(0.75, after.othersSince(before, 0.5).orElseThrow(), 1e-9);
    assertEquals(0, after.othersSince(before, 2.5).orElseThrow(), 1e-9);
    assertTrue(new Machine.Load(1, Double.NaN, 1).othersSince(before, 1).isEmpty());
  }
}
