package io.mycel.js.internal.values;

import io.mycel.api.rpc.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Items in the order of bytes that JavaScript has.
 *
 * @param dtype a numpy name without a sign of the order
 * @param view which typed array shows it, by its dtype
 * @param data little endian
 */
record ScriptArray(String dtype, String view, ByteBuffer data) {

  /** Shows the memory; only items in the other order are copied. */
  static ScriptArray of(String dtype, ByteBuffer data) {
    DType type = DType.parse(dtype);
    int bytes = type.itemBytes();
    String name =
        switch (type.kind()) {
          case BOOL -> "bool";
          case INT -> "int" + bytes * 8;
          case UINT -> "uint" + bytes * 8;
          case FLOAT -> "float" + bytes * 8;
          case COMPLEX -> "complex" + bytes * 8;
        };
    boolean swapped = type.order() == ByteOrder.BIG_ENDIAN && bytes > 1;
    int word = type.kind() == DType.Kind.COMPLEX ? bytes / 2 : bytes;
    return new ScriptArray(name, name, swapped ? swap(data, word) : data);
  }

  private static ByteBuffer swap(ByteBuffer data, int word) {
    ByteBuffer from = data.duplicate();
    ByteBuffer to = ByteBuffer.allocateDirect(from.remaining());
    byte[] item = new byte[word];
    while (from.hasRemaining()) {
      from.get(item);
      for (int i = word - 1; i >= 0; i--) {
        to.put(item[i]);
      }
    }
    return to.flip();
  }
}
