package io.mycel.plugin.calculator;

import java.util.Arrays;

/** Calculates item by item, with axes stretched as numpy does. */
final class Broadcast {
  private Broadcast() {}

  static Operand apply(Operation operation, Operand a, Operand b, long maxItems) {
    int[] shape = shape(a, b);
    long size = 1;
    for (int length : shape) {
      size = length == 0 ? 0 : Math.multiplyExact(size, (long) length);
      if (size > maxItems) {
        throw new IllegalArgumentException(
            "the result of shape "
                + Arrays.toString(shape)
                + " would have more than "
                + maxItems
                + " items; calculate it in parts, or set max.items");
      }
    }
    double[] items = new double[(int) size];
    int[] stepsA = steps(a, shape);
    int[] stepsB = steps(b, shape);
    int[] index = new int[shape.length];
    int atA = 0;
    int atB = 0;
    for (int at = 0; at < items.length; at++) {
      items[at] = operation.apply(a.items()[atA], b.items()[atB]);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        atA += stepsA[axis];
        atB += stepsB[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        index[axis] = 0;
        atA -= stepsA[axis] * shape[axis];
        atB -= stepsB[axis] * shape[axis];
      }
    }
    return new Operand(items, shape);
  }

  private static int[] shape(Operand a, Operand b) {
    int[] shape = new int[Math.max(a.shape().length, b.shape().length)];
    for (int back = 1; back <= shape.length; back++) {
      int ofA = back > a.shape().length ? 1 : a.shape()[a.shape().length - back];
      int ofB = back > b.shape().length ? 1 : b.shape()[b.shape().length - back];
      if (ofA != ofB && ofA != 1 && ofB != 1) {
        throw new IllegalArgumentException(
            "the shapes "
                + Arrays.toString(a.shape())
                + " and "
                + Arrays.toString(b.shape())
                + " do not fit: from the last axis on, lengths must be equal, or one of them 1");
      }
      shape[shape.length - back] = ofA == 1 ? ofB : ofA;
    }
    return shape;
  }

  /** How far to go in an operand for one step along each axis of the result. */
  private static int[] steps(Operand operand, int[] shape) {
    int[] steps = new int[shape.length];
    int missing = shape.length - operand.shape().length;
    for (int axis = missing; axis < shape.length; axis++) {
      steps[axis] = operand.shape()[axis - missing] == 1 ? 0 : operand.stride(axis - missing);
    }
    return steps;
  }
}
