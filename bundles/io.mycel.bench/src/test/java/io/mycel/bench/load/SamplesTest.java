package io.mycel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void percentilesAreOfTheNearestRank() {
    Samples samples = new Samples();
    for (int i = 10_000; i >= 1; i--) {
      samples.add(i * 1000L);
    }
    assertEquals(10_000, samples.size());
    assertEquals(5000, samples.micros(0.5));
    assertEquals(9900, samples.micros(0.99));
    assertEquals(10_000, samples.micros(1));
    assertEquals(1, samples.micros(0.00001));
  }

  @Test
  void oneSampleIsEveryPercentile() {
    Samples samples = new Samples();
    samples.add(7500);
    assertEquals(7.5, samples.micros(0.5));
    assertEquals(7.5, samples.micros(0.99));
  }

  @Test
  void samplesOfSeveralRunsCountAsOne() {
    Samples one = new Samples();
    one.add(1000);
    Samples other = new Samples();
    other.add(3000);
    other.add(2000);
    one.addAll(other);
    assertEquals(3, one.size());
    assertEquals(2, one.micros(0.5));
  }

  @Test
  void noSampleIsNoNumber() {
    assertTrue(Double.isNaN(new Samples().micros(0.5)));
  }

  @Test
  void rateIsOverTheTimeUntilTheLastHasEnded() {
    Tally tally = new Tally();
    assertEquals(0, tally.rate());
    long begun = System.nanoTime();
    tally.done(begun, begun + 1_000_000_000L);
    tally.done(begun, begun + 2_000_000_000L);
    tally.failed("first");
    tally.failed("second");
    assertEquals(1, tally.rate(), 0.1);
    assertEquals(2, tally.count());
    assertEquals(2, tally.errors());
    assertEquals("first", tally.firstError());
  }
}
