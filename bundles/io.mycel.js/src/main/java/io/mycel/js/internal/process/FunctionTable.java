package io.mycel.js.internal.process;

import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcFunction;
import java.util.Map;

/** What parcels need of the side that they are written or read at. */
interface FunctionTable {
  /** The number by which the other side calls a function of this one, until it lets go of it. */
  long expose(RpcFunction function);

  /** The number of a function of the other side; -1 if it is none. */
  long numberThere(Object function);

  /** A function of the other side. */
  RpcFunction there(long number, String doc, Map<String, Object> schema);

  /** A function of another client of the hub, as it is to be called now. */
  RemoteFunction renewed(RemoteFunction function);

  /** The function of this side that has a number. */
  RpcFunction here(long number);
}
