package io.mycel.api.rpc;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Converts numbers without losing what they say. */
final class JavaNumbers {
  private JavaNumbers() {}

  /** The number as a primitive or boxed type; null if that type cannot hold it. */
  static Object convert(Number number, Class<?> type) {
    if (type == double.class || type == Double.class) {
      return number.doubleValue();
    }
    if (type == float.class || type == Float.class) {
      return number.floatValue();
    }
    BigInteger whole = whole(number);
    if (whole == null) {
      return null;
    }
    if (type == BigInteger.class) {
      return whole;
    }
    if (whole.bitLength() > 63) {
      return null;
    }
    long value = whole.longValue();
    if (type == long.class || type == Long.class) {
      return value;
    }
    if ((type == int.class || type == Integer.class) && value == (int) value) {
      return (int) value;
    }
    if ((type == short.class || type == Short.class) && value == (short) value) {
      return (short) value;
    }
    if ((type == byte.class || type == Byte.class) && value == (byte) value) {
      return (byte) value;
    }
    return null;
  }

  /** JavaScript has no whole numbers of its own: 3.0 is one. Null if there is a fraction. */
  private static BigInteger whole(Number number) {
    if (number instanceof BigInteger big) {
      return big;
    }
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      return Math.rint(value) == value && Math.abs(value) < 0x1p53
          ? BigDecimal.valueOf(value).toBigInteger()
          : null;
    }
    return BigInteger.valueOf(number.longValue());
  }
}
