package io.mycel.api.rpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A function that lives at another peer. A value: it may be kept, passed on to a third peer, and
 * called any number of times as long as its session lives there.
 *
 * @param peer the peer of this JVM that received it, and through which it is called
 * @param target address of the peer where it lives, {@code workspace/client}
 * @param method its path there, e.g. {@code services.hello-world.hello}
 * @param promise how an answer is asked for
 * @param wire the map it arrived as, with {@code _rname}, {@code _rdoc}, {@code _rschema} and the
 *     like; passed on as it is
 */
public record RemoteFunction(
    Peer peer, String target, String method, Promise promise, Map<String, Object> wire) {

  /** How a caller asks for the answer. */
  public enum Promise {
    /**
     * {@code _rpromise: true}: by a map of the functions that take it (generation A and first calls
     * of B).
     */
    EXPLICIT,
    /** {@code _rpromise: "*"}: by the session's name alone (generation B). */
    COMPACT,
    /** No answer is wanted. */
    NONE
  }

  /** Completes the map, so that the function can be passed on. */
  public RemoteFunction {
    if (!wire.containsKey("_rmethod")) {
      Map<String, Object> complete = new LinkedHashMap<>();
      complete.put("_rtype", "method");
      complete.put("_rtarget", target);
      complete.put("_rmethod", method);
      complete.put(
          "_rpromise",
          switch (promise) {
            case EXPLICIT -> true;
            case COMPACT -> "*";
            case NONE -> false;
          });
      complete.putAll(wire);
      wire = complete;
    }
  }

  /** Calls it with positional arguments; the result fails with an {@link RpcException}. */
  public CompletableFuture<Object> call(Object... args) {
    return peer.call(this, new ArrayList<>(Arrays.asList(args)), Map.of(), CallOptions.DEFAULT);
  }

  /** Calls it with positional and keyword arguments. */
  public CompletableFuture<Object> call(List<Object> args, Map<String, Object> kwargs) {
    return peer.call(this, args, kwargs, CallOptions.DEFAULT);
  }

  /** Two are equal if they call the same function through the same peer. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RemoteFunction function
        && peer == function.peer
        && target.equals(function.target)
        && method.equals(function.method);
  }

  @Override
  public int hashCode() {
    return Objects.hash(target, method);
  }

  @Override
  public String toString() {
    return target + ":" + method;
  }
}
