package io.mycel.api.rpc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A service of another peer.
 *
 * @param id its absolute id, {@code workspace/client:service}
 * @param config as the provider gave it, with {@code workspace}
 * @param members its functions ({@link RemoteFunction}), values, and maps of them
 */
public record RemoteService(String id, Map<String, Object> config, Map<String, Object> members) {

  /** The service that a decoded service map describes. */
  public static RemoteService of(Map<?, ?> map) {
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((key, value) -> members.put(String.valueOf(key), value));
    Map<String, Object> config = new LinkedHashMap<>();
    if (members.remove("config") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> config.put(String.valueOf(key), value));
    }
    Object id = members.remove("id");
    return new RemoteService(id == null ? "" : id.toString(), config, members);
  }

  /** The function at a dotted path, e.g. {@code math.add}; fails if there is none. */
  public RemoteFunction function(String path) {
    Object at = members;
    for (String name : path.split("\\.")) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    if (at instanceof RemoteFunction function) {
      return function;
    }
    throw new RpcException(
        RpcException.Kind.METHOD_NOT_FOUND, "service " + id + " has no function " + path);
  }

  /** Calls a function with positional arguments. */
  public CompletableFuture<Object> call(String path, Object... args) {
    return function(path).call(args);
  }

  /** Calls a function with positional and keyword arguments. */
  public CompletableFuture<Object> call(
      String path, List<Object> args, Map<String, Object> kwargs) {
    return function(path).call(args, kwargs);
  }

  /**
   * This service as a Java interface. A method calls the function of its name, or of its name in
   * snake case ({@code addAll}: {@code add_all}). It waits for the answer, unless it returns a
   * {@link CompletableFuture} or {@link java.util.concurrent.CompletionStage}. Arguments and
   * results are converted; what cannot be is an {@link RpcException} of kind DATA.
   */
  public <T> T as(Class<T> type) {
    return TypedProxy.of(type, members, "service " + id);
  }
}
