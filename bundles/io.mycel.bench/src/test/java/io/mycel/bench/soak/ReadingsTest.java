package io.mycel.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tools and the server print is read as it is meant. */
class ReadingsTest {

  @Test
  void aHistogramTellsTheLiveBytesAndTheLoadersOfBundles() {
    Histogram histogram =
        Histogram.parse(
            """
            4711:
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         33154        3091480  [B (java.base@17.0.1)
              70:            28           6720  org.apache.felix.framework.BundleWiringImpl$BundleClassLoader
              71:             2            480  other.BundleClassLoader (here)
              72:             9            480  other.BundleClassLoaders
            Total        233154       11091480
            """);
    assertEquals(new Histogram(11091480, 30), histogram);
  }

  @Test
  void whatIsNoHistogramIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> Histogram.parse("4711: no such process"));
  }

  @Test
  void classesAreThoseLoadedWithoutThoseUnloaded() {
    assertEquals(
        1110,
        Jvm.classes(
            """
            4711:
            java.cls.loadedClasses=1000
            java.cls.sharedLoadedClasses=200
            java.cls.sharedUnloadedClasses=10
            java.cls.unloadedClasses=80
            java.ci.totalTime=12
            """));
  }

  @Test
  void gaugesAreReadWithTheirLabelsButNoCountersNorTheJvmNorSpareMemory() {
    Map<String, Double> gauges =
        Gauges.parse(
            """
            # HELP mycel_hub_clients Clients
            # TYPE mycel_hub_clients gauge
            mycel_hub_clients{generation="A",note="a b"} 3
            mycel_hub_clients{generation="B"} 0.0
            # TYPE mycel_hub_frames_total counter
            mycel_hub_frames_total 99
            # TYPE mycel_jvm_threads gauge
            mycel_jvm_threads 40
            # TYPE mycel_transport_pool_bytes gauge
            mycel_transport_pool_bytes{state="idle"} 9000
            mycel_transport_pool_bytes{state="used"} 7
            """);
    assertEquals(
        Map.of(
            "mycel_hub_clients{generation=\"A\",note=\"a b\"}",
            3.0,
            "mycel_hub_clients{generation=\"B\"}",
            0.0,
            "mycel_transport_pool_bytes{state=\"used\"}",
            7.0),
        gauges);
  }
}
