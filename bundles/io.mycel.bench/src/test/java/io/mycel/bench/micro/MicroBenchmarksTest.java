package io.mycel.bench.micro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.NdArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The micro benchmarks do what they say they measure. */
class MicroBenchmarksTest {

  @Test
  void callAndAnswerArriveWhole() {
    RouterBenchmark router = new RouterBenchmark();
    router.bytes = 5000;
    router.connect();
    try {
      for (int i = 1; i <= 100; i++) {
        router.forwardCallAndAnswer();
        assertEquals(2 * i, router.arrived());
      }
      assertTrue(router.arrivedBytes() > 200 * 5000, "payloads are missing");
      assertTrue(router.arrivedBytes() < 200 * 6000, "there is more than payloads and heads");
    } finally {
      router.stop();
    }
  }

  @ParameterizedTest
  @EnumSource(CodecBenchmark.Specimen.class)
  void decodedIsWhatWasEncoded(CodecBenchmark.Specimen specimen) {
    CodecBenchmark codec = new CodecBenchmark();
    codec.specimen = specimen;
    codec.prepare();
    try {
      Object decoded = codec.decode();
      if (specimen == CodecBenchmark.Specimen.ARRAY) {
        NdArray array = assertInstanceOf(NdArray.class, decoded);
        assertArrayEquals(new int[] {512, 512}, array.shape());
      } else {
        assertEquals(codec.value(), decoded);
      }
    } finally {
      codec.stop();
    }
  }
}
