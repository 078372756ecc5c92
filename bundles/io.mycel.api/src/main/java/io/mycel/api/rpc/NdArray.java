package io.mycel.api.rpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * An n-dimensional array in C order: the last index runs fastest. Shows its memory without a copy,
 * whoever made it; so a buffer that an array shows must not change until the call that sends it has
 * been answered.
 */
public final class NdArray {
  private final String dtype;
  private final DType type;
  private final int[] shape;
  private final ByteBuffer data;

  /**
   * An array over some memory.
   *
   * @param dtype a numpy name, e.g. {@code float32} or {@code >i2}; see {@link DType#parse}
   * @param shape the length of each axis; empty for a scalar
   * @param data position to limit: exactly the items
   * @throws RpcException of kind DATA if dtype, shape and data do not fit
   */
  public NdArray(String dtype, int[] shape, ByteBuffer data) {
    this.dtype = dtype;
    this.type = DType.parse(dtype);
    this.shape = shape.clone();
    this.data = data.slice().asReadOnlyBuffer();
    long wanted = type.itemBytes();
    for (int length : shape) {
      if (length < 0) {
        throw new RpcException(
            RpcException.Kind.DATA, "ndarray with a negative shape " + Arrays.toString(shape));
      }
      wanted = length == 0 || wanted <= Long.MAX_VALUE / length ? wanted * length : Long.MAX_VALUE;
    }
    if (wanted != this.data.remaining()) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "ndarray of shape "
              + Arrays.toString(shape)
              + " and dtype "
              + dtype
              + " needs "
              + wanted
              + " bytes, but has "
              + this.data.remaining());
    }
  }

  /** A {@code float32} array; copies the values. The shape is {@code [length]} if none is given. */
  public static NdArray of(float[] values, int... shape) {
    ByteBuffer data = allocate(values.length, Float.BYTES);
    data.asFloatBuffer().put(values);
    return new NdArray("float32", shapeOr(shape, values.length), data);
  }

  /** A {@code float64} array; copies the values. */
  public static NdArray of(double[] values, int... shape) {
    ByteBuffer data = allocate(values.length, Double.BYTES);
    data.asDoubleBuffer().put(values);
    return new NdArray("float64", shapeOr(shape, values.length), data);
  }

  /** An {@code int32} array; copies the values. */
  public static NdArray of(int[] values, int... shape) {
    ByteBuffer data = allocate(values.length, Integer.BYTES);
    data.asIntBuffer().put(values);
    return new NdArray("int32", shapeOr(shape, values.length), data);
  }

  /** An {@code int64} array; copies the values. */
  public static NdArray of(long[] values, int... shape) {
    ByteBuffer data = allocate(values.length, Long.BYTES);
    data.asLongBuffer().put(values);
    return new NdArray("int64", shapeOr(shape, values.length), data);
  }

  /** An {@code int16} array; copies the values. */
  public static NdArray of(short[] values, int... shape) {
    ByteBuffer data = allocate(values.length, Short.BYTES);
    data.asShortBuffer().put(values);
    return new NdArray("int16", shapeOr(shape, values.length), data);
  }

  /** A {@code uint8} array that shows the given bytes. */
  public static NdArray of(byte[] values, int... shape) {
    return new NdArray("uint8", shapeOr(shape, values.length), ByteBuffer.wrap(values));
  }

  private static ByteBuffer allocate(int length, int itemBytes) {
    return ByteBuffer.allocate(Math.multiplyExact(length, itemBytes))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int[] shapeOr(int[] shape, int length) {
    return shape.length == 0 ? new int[] {length} : shape;
  }

  /** The numpy name of the items' type, as it came. */
  public String dtype() {
    return dtype;
  }

  /** What the dtype means. */
  public DType type() {
    return type;
  }

  /** The length of each axis. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of items. */
  public int size() {
    return data.remaining() / type.itemBytes();
  }

  /** The memory, read-only and in the byte order of the items; a new view each time. */
  public ByteBuffer data() {
    return data.duplicate().order(type.order());
  }

  /** A view of the items as floats; only for 4-byte floats. */
  public FloatBuffer floats() {
    demand(DType.Kind.FLOAT, Float.BYTES);
    return data().asFloatBuffer();
  }

  /** A view of the items as doubles; only for 8-byte floats. */
  public DoubleBuffer doubles() {
    demand(DType.Kind.FLOAT, Double.BYTES);
    return data().asDoubleBuffer();
  }

  /** A view of the items as ints; only for 4-byte integers (unsigned ones wrap). */
  public IntBuffer ints() {
    demandInteger(Integer.BYTES);
    return data().asIntBuffer();
  }

  /** A view of the items as longs; only for 8-byte integers (unsigned ones wrap). */
  public LongBuffer longs() {
    demandInteger(Long.BYTES);
    return data().asLongBuffer();
  }

  /** A view of the items as shorts; only for 2-byte integers (unsigned ones wrap). */
  public ShortBuffer shorts() {
    demandInteger(Short.BYTES);
    return data().asShortBuffer();
  }

  /** The items as doubles in a new array, whatever real type they have. */
  public double[] toDoubles() {
    return ArrayItems.toDoubles(type, data());
  }

  private void demandInteger(int bytes) {
    if (type.kind() != DType.Kind.UINT) {
      demand(DType.Kind.INT, bytes);
    } else {
      demand(DType.Kind.UINT, bytes);
    }
  }

  private void demand(DType.Kind kind, int bytes) {
    if (type.kind() != kind || type.itemBytes() != bytes) {
      throw new IllegalStateException(
          "items are "
              + dtype
              + ", not "
              + kind.name().toLowerCase(java.util.Locale.ROOT)
              + " of "
              + bytes
              + " bytes; toDoubles() converts");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NdArray array
        && type.equals(array.type)
        && Arrays.equals(shape, array.shape)
        && data.equals(array.data);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return "NdArray(" + dtype + ", " + Arrays.toString(shape) + ")";
  }
}
