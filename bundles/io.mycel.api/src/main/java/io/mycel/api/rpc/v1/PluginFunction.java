package io.mycel.api.rpc.v1;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A function at the other side of a {@link PluginPeer}. It is an {@link RpcFunction}, so it may be
 * offered to other peers, of this dialect or of v2, which then call it through this process.
 *
 * @param peer the peer that received it, and through which it is called
 * @param targetId the {@code _rtarget_id} it came with
 * @param endpoint what is called there
 */
public record PluginFunction(PluginPeer peer, String targetId, Endpoint endpoint)
    implements RpcFunction {

  /** What is called at the other side. */
  public sealed interface Endpoint {}

  /**
   * A function of an object; it may be called until the object is disposed of.
   *
   * @param objectId the object ({@code _rintf})
   * @param name the path of the function in it, with dots
   */
  public record Method(String objectId, String name) implements Endpoint {}

  /** A function that can be called once. */
  public record Callback(int id) implements Endpoint {}

  /** Nothing may be null. */
  public PluginFunction {
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(targetId, "targetId");
    Objects.requireNonNull(endpoint, "endpoint");
  }

  /**
   * Calls it with positional arguments; the result fails with an {@link
   * io.mycel.api.rpc.RpcException}.
   */
  public CompletableFuture<Object> call(Object... args) {
    return call(new ArrayList<>(Arrays.asList(args)), Map.of());
  }

  /** Calls it with positional and keyword arguments. */
  public CompletableFuture<Object> call(List<Object> args, Map<String, Object> kwargs) {
    return peer.call(this, args, kwargs);
  }

  @Override
  public Object call(Call call) {
    return call(call.args(), call.kwargs());
  }

  /**
   * Its representation. Handed to another plugin of the same {@link PluginGroup}, that plugin calls
   * this one directly: the core forwards the messages and does not look into them.
   *
   * @throws IllegalStateException for a callback, which belongs to one conversation
   */
  public Map<String, Object> direct() {
    if (!(endpoint instanceof Method method)) {
      throw new IllegalStateException("a callback cannot be called by another plugin directly");
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("_rtype", "interface");
    map.put("_rtarget_id", targetId);
    map.put("_rintf", method.objectId());
    map.put("_rvalue", method.name());
    return map;
  }

  @Override
  public String toString() {
    return targetId
        + ":"
        + (endpoint instanceof Method method ? method.name() : "callback " + endpoint);
  }
}
