package io.mycel.plugin.calculator;

import java.util.Arrays;
import java.util.Locale;

/** Makes one axis of an array disappear. */
final class Projection {

  /** What becomes of the items along the axis. */
  enum Method {
    MAX,
    MIN,
    SUM,
    MEAN,
    STD;

    static Method of(String wire) {
      for (Method method : values()) {
        if (method.name().toLowerCase(Locale.ROOT).equals(wire)) {
          return method;
        }
      }
      throw new IllegalArgumentException(
          "'method' must be one of max, min, sum, mean, std, not '" + wire + "'");
    }

    double of(double[] items) {
      return switch (this) {
        case MAX -> Arrays.stream(items).reduce(Double.NEGATIVE_INFINITY, Math::max);
        case MIN -> Arrays.stream(items).reduce(Double.POSITIVE_INFINITY, Math::min);
        case SUM -> Arrays.stream(items).sum();
        case MEAN -> mean(items);
        case STD -> {
          double mean = mean(items);
          yield Math.sqrt(
              Arrays.stream(items).map(item -> (item - mean) * (item - mean)).sum() / items.length);
        }
      };
    }

    private static double mean(double[] items) {
      return Arrays.stream(items).sum() / items.length;
    }
  }

  private Projection() {}

  static Operand apply(Method method, Operand image, int axis) {
    int axes = image.shape().length;
    int which = axis < 0 ? axis + axes : axis;
    if (which < 0 || which >= axes) {
      throw new IllegalArgumentException(
          "'axis' must be one of the "
              + axes
              + " axes of the shape "
              + Arrays.toString(image.shape())
              + ", counted from 0, not "
              + axis);
    }
    int length = image.shape()[which];
    int stride = image.stride(which);
    int[] shape = new int[axes - 1];
    for (int at = 0; at < shape.length; at++) {
      shape[at] = image.shape()[at < which ? at : at + 1];
    }
    if (length == 0) {
      throw new IllegalArgumentException("axis " + axis + " has no items");
    }
    double[] items = new double[image.items().length / length];
    double[] line = new double[length];
    for (int at = 0; at < items.length; at++) {
      int start = at / stride * stride * length + at % stride;
      for (int i = 0; i < length; i++) {
        line[i] = image.items()[start + i * stride];
      }
      items[at] = method.of(line);
    }
    return new Operand(items, shape);
  }
}
