package io.mycel.api.rpc.v1;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a plugin represents its own classes: {@code _rpc_encode} and {@code _rpc_decode} of the api
 * it exports (ImJoy RPC, "encoding and decoding custom objects"). Both peers need the same.
 */
@ConsumerType
public interface CustomEncoding {

  /**
   * The representation of a value: a map with {@code _ctype} and only plain values, which travels
   * as it is; or another value (say, a compressed one) that is then represented as usual. Empty for
   * values that it does not know.
   */
  Optional<Object> encode(Object value);

  /**
   * The value of a map with {@code _ctype}. If the result is a map with {@code _rtype}, what that
   * stands for is the value. Empty if the type is not known.
   */
  Optional<Object> decode(Map<String, Object> map);
}
