package io.mycel.bench.js;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.bench.load.Samples;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  /** Batches of so many microseconds a call, in this order. */
  private static int warmUp(Iterator<Integer> micros) throws Exception {
    return WarmUp.run(
        10,
        count -> {
          Samples samples = new Samples();
          long nanos = micros.next() * 1000L;
          IntStream.range(0, count).forEach(call -> samples.add(nanos));
          return samples;
        });
  }

  @Test
  void endsWhenFourBatchesInARowGainLittle() throws Exception {
    List<Integer> micros = List.of(900, 400, 390, 395, 370, 200, 190, 195, 185, 181, 100);
    assertEquals(100, warmUp(micros.iterator()));
  }

  @Test
  void endsForThoseThatAlwaysGain() throws Exception {
    assertEquals(240, warmUp(IntStream.iterate(1 << 20, each -> each * 4 / 5).iterator()));
  }
}
