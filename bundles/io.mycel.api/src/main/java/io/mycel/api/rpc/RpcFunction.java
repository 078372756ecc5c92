package io.mycel.api.rpc;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function of this JVM that other peers may call. Runs on the executor of its peer, unless it is
 * {@link #asynchronous}.
 */
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

  /** What it does, for callers; null if nobody said. It stays the same, as the schema does. */
  default String doc() {
    return null;
  }

  /**
   * Its parameters, as {@code {name, description, parameters: <JSON schema>}} (hypha-rpc's {@code
   * _rschema}); null if nobody said. It stays the same as long as the function is offered.
   */
  default Map<String, Object> schema() {
    return null;
  }

  /**
   * True if a call never waits for anything, but hands over what is to be done and gives a {@link
   * java.util.concurrent.CompletionStage}. It is called by the thread that reads for its peer then,
   * so that the calls of each caller begin in the order in which it makes them.
   */
  default boolean asynchronous() {
    return false;
  }

  /** This function, which looks to callers as another does, and is called as that is. */
  default RpcFunction like(RpcFunction other) {
    return with(other.doc(), other.schema(), other.asynchronous());
  }

  /** This function with a description for callers. */
  default RpcFunction described(String doc, Map<String, Object> schema) {
    return with(doc, schema, asynchronous());
  }

  private RpcFunction with(String doc, Map<String, Object> schema, boolean asynchronous) {
    RpcFunction plain = this;
    return new RpcFunction() {
      @Override
      public Object call(Call call) throws Exception {
        return plain.call(call);
      }

      @Override
      public String doc() {
        return doc;
      }

      @Override
      public Map<String, Object> schema() {
        return schema;
      }

      @Override
      public boolean asynchronous() {
        return asynchronous;
      }
    };
  }

  /**
   * The function that an object of any functional interface is: a lambda, a {@link
   * java.util.function.Function}, a {@link Runnable} …. Empty if the object is none.
   */
  static Optional<RpcFunction> of(Object object) {
    return object instanceof RpcFunction function
        ? Optional.of(function)
        : JavaFunction.of(object).map(RpcFunction.class::cast);
  }
}
