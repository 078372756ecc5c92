package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import io.mycel.api.rpc.v1.CustomEncoding;
import io.mycel.rpc.internal.Errors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What an exported api offers, be it a map or a Java object. */
final class ExportedApi {
  private static final Call.Context LOCAL = new Call.Context("", "", "", Map.of(), Map.of());

  private ExportedApi() {}

  /** The members of a map, or the public methods of an object. */
  static Map<String, Object> members(Object api) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (api instanceof Map<?, ?> map) {
      map.forEach((key, value) -> members.put(String.valueOf(key), value));
    } else {
      try {
        members.putAll(Service.of("api", api).members());
      } catch (IllegalArgumentException e) {
        throw new RpcException(RpcException.Kind.DATA, e.getMessage());
      }
    }
    return members;
  }

  /** The custom encoding that an api brings: {@code _rpc_encode} and {@code _rpc_decode}. */
  static Optional<CustomEncoding> encoding(Object api) {
    Map<String, Object> members = members(api);
    Optional<RpcFunction> encoder = RpcFunction.of(members.get("_rpc_encode"));
    Optional<RpcFunction> decoder = RpcFunction.of(members.get("_rpc_decode"));
    if (encoder.isEmpty() && decoder.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CustomEncoding() {
          @Override
          public Optional<Object> encode(Object value) {
            return encoder.map(function -> apply("_rpc_encode", function, value));
          }

          @Override
          public Optional<Object> decode(Map<String, Object> map) {
            return decoder.map(function -> apply("_rpc_decode", function, map));
          }
        });
  }

  private static Object apply(String name, RpcFunction function, Object value) {
    Object result;
    try {
      result = function.call(new Call(List.of(value), Map.of(), LOCAL));
    } catch (Exception e) {
      throw new RpcException(
          RpcException.Kind.DATA, name + " failed: " + Errors.message(Errors.unwrap(e)));
    }
    if (result instanceof CompletionStage<?>) {
      throw new RpcException(
          RpcException.Kind.DATA, name + " must give its result at once, not a future");
    }
    return result;
  }
}
