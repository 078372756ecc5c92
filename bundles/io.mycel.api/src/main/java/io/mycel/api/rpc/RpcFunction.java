package io.mycel.api.rpc;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A function of this JVM that other peers may call. Runs on the executor of its peer. */
@ConsumerType
@FunctionalInterface
public interface RpcFunction {

  /**
   * Answers one call.
   *
   * @return a value of the data representation, or a {@link java.util.concurrent.CompletionStage}
   *     of one
   * @throws Exception goes to the caller as an error with this message
   */
  Object call(Call call) throws Exception;

  /**
   * More fields of the map that stands for this function on the wire: {@code _rdoc}, {@code
   * _rname}, {@code _rsig}, {@code _rschema} and the like.
   */
  default Map<String, Object> describe() {
    return Map.of();
  }
}
