package io.mycel.api.rpc;

import java.nio.ByteBuffer;

/**
 * A JavaScript typed array: items of one type in a row.
 *
 * @param dtype {@code int8}, {@code uint8}, {@code int16}, {@code uint16}, {@code int32}, {@code
 *     uint32}, {@code float32} or {@code float64}
 * @param data read-only, in the byte order of the items
 */
public record TypedArray(String dtype, ByteBuffer data) {
  /**
   * Shows the bytes from position to limit, without a copy.
   *
   * @throws RpcException of kind DATA if the dtype is not known or the bytes are no whole items
   */
  public TypedArray {
    DType type = DType.parse(dtype);
    if (data.remaining() % type.itemBytes() != 0) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "typed array of " + dtype + " has " + data.remaining() + " bytes: not whole items");
    }
    data = data.slice().asReadOnlyBuffer();
  }

  /** The memory in the byte order of the items; a new view each time. */
  @Override
  public ByteBuffer data() {
    return data.duplicate().order(DType.parse(dtype).order());
  }

  /** The same memory as an array of one axis. */
  public NdArray toNdArray() {
    return new NdArray(dtype, new int[] {data.remaining() / DType.parse(dtype).itemBytes()}, data);
  }
}
