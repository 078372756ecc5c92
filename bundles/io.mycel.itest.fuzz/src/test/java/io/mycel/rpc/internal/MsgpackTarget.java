package io.mycel.rpc.internal;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import java.nio.ByteBuffer;

/** Bytes are a value or an {@link RpcException}; a value written and read again is the same. */
public final class MsgpackTarget {
  private static final CoreRpc ENGINE = new CoreRpc(RpcLimits.defaults());

  private MsgpackTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Object value;
    try {
      value = ENGINE.unpack(ByteBuffer.wrap(data));
    } catch (RpcException refused) {
      return;
    }
    ByteBuffer packed = ENGINE.pack(value);
    ByteBuffer again = ENGINE.pack(ENGINE.unpack(packed.duplicate()));
    if (!packed.equals(again)) {
      throw new AssertionError(value + " is packed differently when it was read again");
    }
  }
}
