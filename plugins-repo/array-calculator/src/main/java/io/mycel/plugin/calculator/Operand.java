package io.mycel.plugin.calculator;

import io.mycel.api.rpc.NdArray;
import java.util.Arrays;

/**
 * Numbers with a shape, in C order.
 *
 * @param shape the length of each axis; empty for a number
 */
record Operand(double[] items, int[] shape) {

  /** An argument as it came. */
  static Operand of(Object value, String name) {
    if (value instanceof Number number) {
      return new Operand(new double[] {number.doubleValue()}, new int[0]);
    }
    if (value instanceof NdArray array) {
      return new Operand(array.toDoubles(), array.shape());
    }
    throw new IllegalArgumentException(
        "'" + name + "' must be an ndarray or a number" + (value == null ? ", it is missing" : ""));
  }

  NdArray toNdArray() {
    // a number has no axes, which NdArray.of takes for a shape that is not given
    return shape.length == 0
        ? new NdArray("float64", shape, NdArray.of(items).data())
        : NdArray.of(items, shape);
  }

  /** How many items lie between two of an axis. */
  int stride(int axis) {
    return Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b);
  }
}
