package io.mycel.rpc;

import io.mycel.api.rpc.RpcLimits;
import io.mycel.rpc.internal.CoreRpc;

/** Makes engines without OSGi. */
public final class RpcEngines {
  private RpcEngines() {}

  /** An engine of its own, with one daemon thread that keeps the time; close it when done. */
  public static FrameEngine create(RpcLimits limits) {
    return new CoreRpc(limits);
  }
}
