package io.mycel.js.internal.process;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcFunction;

/** A function of a peer of the hub, called for another process. */
record Relay(RemoteFunction function, FunctionTable functions) implements RpcFunction {
  @Override
  public Object call(Call call) {
    return functions.renewed(function).call(call.args(), call.kwargs());
  }

  @Override
  public String doc() {
    return function.wire().get("_rdoc") instanceof String text ? text : null;
  }
}
