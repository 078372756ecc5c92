package io.mycel.bench.load;

import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What is sent with a call.
 *
 * @param bytes how many random bytes, at least 8
 * @param array whether they are an ndarray of type uint8 and shape {@code [bytes]}
 * @param oneWay whether only their number comes back
 */
public record Payload(int bytes, boolean array, boolean oneWay) {

  /** Bytes that are echoed. */
  public static Payload echo(int bytes) {
    return new Payload(bytes, false, false);
  }

  /** An ndarray that is echoed. */
  public static Payload arrayEcho(int bytes) {
    return new Payload(bytes, true, false);
  }

  /** An ndarray that goes one way. */
  public static Payload arraySink(int bytes) {
    return new Payload(bytes, true, true);
  }

  /**
   * Writes the array of arguments.
   *
   * @return where the random bytes begin, counted from the begin of what is written
   */
  int write(MsgpackWriter w) {
    int begin = w.size();
    w.array(1);
    if (array) {
      w.map(4).entry("_rtype", "ndarray").string("_rvalue");
    }
    w.binary(bytes);
    int offset = w.size() - begin;
    ByteBuffer random = ByteBuffer.allocate((bytes + 7) & ~7);
    SplittableRandom source = new SplittableRandom(bytes);
    while (random.hasRemaining()) {
      random.putLong(source.nextLong());
    }
    w.raw(random, 0, bytes);
    if (array) {
      w.string("_rshape").array(1).integer(bytes).entry("_rdtype", "uint8");
    }
    return offset;
  }
}
