package io.mycel.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void theSlopeOfALineIsFoundThoughAPointLiesFarOff() {
    double[] x = {0, 1, 2, 3, 4, 5, 6};
    double[] y = {10, 12, 14, 1000, 18, 20, 22};
    assertEquals(2, Trend.slope(x, y), 1e-9);
  }

  @Test
  void onePointHasNoSlope() {
    assertEquals(0, Trend.slope(new double[] {1}, new double[] {5}));
  }

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoThere() {
    assertEquals(3, Trend.median(9, 1, 3));
    assertEquals(2.5, Trend.median(4, 1, 2, 3));
    assertThrows(IllegalArgumentException.class, Trend::median);
  }

  @Test
  void partsAreOfTheTimeAndNotOfTheNumberOfSamples() {
    List<Sample> samples =
        IntStream.of(100, 101, 102, 150, 200).mapToObj(s -> sample(s, s)).toList();
    assertEquals(List.of(150.0, 200.0), seconds(Trend.between(samples, 0.5, 1)));
    assertEquals(List.of(100.0, 101.0, 102.0), seconds(Trend.between(samples, 0, 0.1)));
  }

  @Test
  void growthIsAMinute() {
    List<Sample> samples = IntStream.range(0, 10).mapToObj(i -> sample(i * 30, 500 * i)).toList();
    assertEquals(1000, Trend.residentBytesAMinute(samples), 1e-6);
  }

  private static List<Double> seconds(List<Sample> samples) {
    return samples.stream().map(Sample::second).toList();
  }

  private static Sample sample(double second, long resident) {
    return new Sample(second, resident, 1, 1, -1, -1, -1, Map.of());
  }
}
