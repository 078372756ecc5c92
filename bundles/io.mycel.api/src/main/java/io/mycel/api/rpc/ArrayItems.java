package io.mycel.api.rpc;

import java.nio.ByteBuffer;

/** Reads single items of arrays as Java numbers. */
final class ArrayItems {
  private ArrayItems() {}

  static double[] toDoubles(DType type, ByteBuffer data) {
    double[] items = new double[data.remaining() / type.itemBytes()];
    for (int i = 0; i < items.length; i++) {
      items[i] = toDouble(type, data, i * type.itemBytes());
    }
    return items;
  }

  private static double toDouble(DType type, ByteBuffer data, int at) {
    return switch (type.kind()) {
      case BOOL -> data.get(at) == 0 ? 0 : 1;
      case INT ->
          switch (type.itemBytes()) {
            case 1 -> data.get(at);
            case 2 -> data.getShort(at);
            case 4 -> data.getInt(at);
            default -> data.getLong(at);
          };
      case UINT ->
          switch (type.itemBytes()) {
            case 1 -> data.get(at) & 0xff;
            case 2 -> data.getShort(at) & 0xffff;
            case 4 -> data.getInt(at) & 0xffffffffL;
            default -> unsigned(data.getLong(at));
          };
      case FLOAT ->
          switch (type.itemBytes()) {
            case 2 -> half(data.getShort(at));
            case 4 -> data.getFloat(at);
            default -> data.getDouble(at);
          };
      case COMPLEX -> throw new IllegalStateException("complex items are not real numbers");
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : (bits >>> 1) * 2.0;
  }

  /** IEEE 754 binary16; Float.float16ToFloat comes with Java 20 only. */
  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double sign = bits < 0 ? -1 : 1;
    return switch (exponent) {
      case 0 -> sign * fraction * 0x1p-24;
      case 0x1f -> fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
      default -> sign * (1 + fraction * 0x1p-10) * Math.scalb(1.0, exponent - 15);
    };
  }
}
