package io.mycel.api.rpc;

import java.nio.ByteOrder;
import java.util.Map;

/**
 * The type of an array's items.
 *
 * @param kind what an item is
 * @param itemBytes the size of one item
 * @param order the byte order of an item
 */
public record DType(Kind kind, int itemBytes, ByteOrder order) {

  /** What an item is. */
  public enum Kind {
    /** One byte, 0 or 1. */
    BOOL,
    /** A signed integer. */
    INT,
    /** An unsigned integer. */
    UINT,
    /** An IEEE 754 number of 2, 4 or 8 bytes. */
    FLOAT,
    /** Two floats: real and imaginary part. */
    COMPLEX
  }

  private static final Map<String, DType> NAMES =
      Map.ofEntries(
          entry("bool", Kind.BOOL, 1),
          entry("int8", Kind.INT, 1),
          entry("int16", Kind.INT, 2),
          entry("int32", Kind.INT, 4),
          entry("int64", Kind.INT, 8),
          entry("uint8", Kind.UINT, 1),
          entry("uint16", Kind.UINT, 2),
          entry("uint32", Kind.UINT, 4),
          entry("uint64", Kind.UINT, 8),
          entry("float16", Kind.FLOAT, 2),
          entry("float32", Kind.FLOAT, 4),
          entry("float64", Kind.FLOAT, 8),
          entry("complex64", Kind.COMPLEX, 8),
          entry("complex128", Kind.COMPLEX, 16));

  /**
   * Reads a numpy name: {@code float32}, {@code >i2}, {@code <f8}, {@code |u1} ….
   *
   * @throws RpcException of kind DATA if it is null or not known
   */
  public static DType parse(String name) {
    if (name == null) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "array without a dtype: the sender's array class has none on the wire;"
              + " send one of int8 to int64, uint8 to uint64, float32, float64");
    }
    DType known = NAMES.get(name);
    if (known != null) {
      return known;
    }
    boolean prefixed = !name.isEmpty() && "<>|=".indexOf(name.charAt(0)) >= 0;
    DType plain = ofCode(prefixed ? name.substring(1) : name);
    if (plain == null) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "unknown dtype '"
              + (name.length() > 40 ? name.substring(0, 40) + "…" : name)
              + "': use bool, int8 to int64, uint8 to uint64, float16 to float64, complex64,"
              + " complex128 or their numpy codes");
    }
    ByteOrder order =
        prefixed && name.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new DType(plain.kind, plain.itemBytes, order);
  }

  private static DType ofCode(String code) {
    DType named = NAMES.get(code);
    if (named != null) {
      return named;
    }
    return switch (code) {
      case "b1", "?" -> NAMES.get("bool");
      case "i1" -> NAMES.get("int8");
      case "i2" -> NAMES.get("int16");
      case "i4" -> NAMES.get("int32");
      case "i8" -> NAMES.get("int64");
      case "u1" -> NAMES.get("uint8");
      case "u2" -> NAMES.get("uint16");
      case "u4" -> NAMES.get("uint32");
      case "u8" -> NAMES.get("uint64");
      case "f2" -> NAMES.get("float16");
      case "f4" -> NAMES.get("float32");
      case "f8" -> NAMES.get("float64");
      case "c8" -> NAMES.get("complex64");
      case "c16" -> NAMES.get("complex128");
      default -> null;
    };
  }

  private static Map.Entry<String, DType> entry(String name, Kind kind, int bytes) {
    return Map.entry(name, new DType(kind, bytes, ByteOrder.LITTLE_ENDIAN));
  }
}
