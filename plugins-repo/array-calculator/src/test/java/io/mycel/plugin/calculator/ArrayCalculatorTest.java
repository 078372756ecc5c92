package io.mycel.plugin.calculator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.NdArray;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ArrayCalculatorTest {

  private static final NdArray IMAGE =
      NdArray.of(new short[] {1, 5, 2, 8, 3, 9, 4, 4, 4, 7, 7, 7}, 2, 3, 2);

  private final ArrayCalculator calculator = calculator(1000);

  private static ArrayCalculator calculator(long maxItems) {
    return new ArrayCalculator(
        new ArrayCalculator.Config() {
          @Override
          public long max_items() {
            return maxItems;
          }

          @Override
          public Class<? extends Annotation> annotationType() {
            return ArrayCalculator.Config.class;
          }
        });
  }

  private static void assertItems(NdArray array, int[] shape, double... items) {
    assertArrayEquals(shape, array.shape());
    assertEquals("float64", array.dtype());
    assertArrayEquals(items, array.toDoubles(), 1e-12);
  }

  private static void assertFails(Executable call, String message) {
    String is = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(is.contains(message), is);
  }

  @Test
  void numbersAndArraysOfAnyTypeAreCalculatedWith() {
    NdArray bytes = NdArray.of(new byte[] {(byte) 200, 100}, 2);
    assertItems(calculator.calculate("add", bytes, bytes), new int[] {2}, 400, 200);
    assertItems(calculator.calculate("divide", bytes, 8), new int[] {2}, 25, 12.5);
    assertItems(calculator.calculate("subtract", 1, 3.5), new int[] {}, -2.5);
    assertItems(calculator.calculate("power", bytes, 2), new int[] {2}, 40000, 10000);
    assertItems(calculator.calculate("greater", bytes, 150), new int[] {2}, 1, 0);
    assertItems(calculator.calculate("maximum", bytes, 150), new int[] {2}, 200, 150);
  }

  @Test
  void axesAreStretchedAsNumpyDoes() {
    NdArray column = NdArray.of(new int[] {10, 20, 30}, 3, 1);
    NdArray row = NdArray.of(new int[] {1, 2}, 2);
    assertItems(calculator.calculate("add", column, row), new int[] {3, 2}, 11, 12, 21, 22, 31, 32);
    assertItems(
        calculator.calculate("subtract", IMAGE, row),
        new int[] {2, 3, 2},
        new double[] {0, 3, 1, 6, 2, 7, 3, 2, 3, 5, 6, 5});
    NdArray planes = NdArray.of(new int[] {1, -1}, 2, 1, 1);
    assertItems(
        calculator.calculate("multiply", planes, IMAGE),
        new int[] {2, 3, 2},
        new double[] {1, 5, 2, 8, 3, 9, -4, -4, -4, -7, -7, -7});
    NdArray nothing = NdArray.of(new int[0], 0, 2);
    assertItems(calculator.calculate("add", nothing, row), new int[] {0, 2});
  }

  @Test
  void anAxisIsProjected() {
    assertItems(calculator.project(IMAGE, 0, "max"), new int[] {3, 2}, 4, 5, 4, 8, 7, 9);
    assertItems(calculator.project(IMAGE, 1, "sum"), new int[] {2, 2}, 6, 22, 15, 18);
    assertItems(calculator.project(IMAGE, -1, "mean"), new int[] {2, 3}, 3, 5, 6, 4, 5.5, 7);
    assertItems(calculator.project(IMAGE, -1, "std"), new int[] {2, 3}, 2, 3, 3, 0, 1.5, 0);
    assertItems(calculator.project(IMAGE, null, null), new int[] {3, 2}, 4, 5, 4, 8, 7, 9);
    NdArray line = NdArray.of(new float[] {3, 1, 2}, 3);
    assertItems(calculator.project(line, 0, "min"), new int[] {}, 1);
  }

  @Test
  void runTakesItsArgumentsByName() {
    Map<String, Object> ctx =
        Map.of("config", Map.of("operation", "add"), "data", Map.of("a", 1, "b", 2));
    assertItems(calculator.run(ctx), new int[] {}, 3);
  }

  @Test
  void itsOperationsAreTold() {
    assertEquals(List.of("add", "subtract"), calculator.operations().subList(0, 2));
  }

  @Test
  void misuseIsTold() {
    NdArray two = NdArray.of(new int[] {1, 2}, 2);
    NdArray three = NdArray.of(new int[] {1, 2, 3}, 3);
    assertFails(() -> calculator.calculate("plus", 1, 2), "one of add, subtract");
    assertFails(() -> calculator.calculate("add", two, three), "[2] and [3] do not fit");
    assertFails(() -> calculator.calculate("add", two, null), "'b' must be an ndarray or a number");
    assertFails(() -> calculator.run(Map.of()), "'operation' must be one of");
    assertFails(() -> calculator.project(two, 1, "max"), "'axis' must be one of the 1 axes");
    assertFails(() -> calculator.project(two, 0, "median"), "'method' must be one of max");
    assertFails(
        () -> calculator.project(NdArray.of(new int[0], 0), 0, "max"), "axis 0 has no items");
  }

  @Test
  void aResultOfTooManyItemsIsRefusedBeforeItIsMade() {
    NdArray column = NdArray.of(new int[40], 40, 1);
    NdArray row = NdArray.of(new int[40], 40);
    assertFails(() -> calculator.calculate("add", column, row), "more than 1000 items");
    assertEquals(1600, calculator(1600).calculate("add", column, row).size());
  }
}
