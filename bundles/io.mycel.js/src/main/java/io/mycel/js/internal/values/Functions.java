package io.mycel.js.internal.values;

import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the ways of values need of the plugin that they belong to. */
public interface Functions {
  /** A function of JavaScript for Java; {@code entry} is {@code ['f', function, this]}. */
  Object fromScript(JsValue entry);

  /** The entry that a function of this JavaScript was made of; null if it is none of them. */
  JsValue own(Object function);

  /** A promise of JavaScript for Java. */
  CompletableFuture<Object> promise(JsValue promise);

  /** A generator of JavaScript for Java; {@code entry} is its step as a function. */
  Object generator(JsValue entry);

  /**
   * A function of Java for JavaScript: called with (json, side, settle).
   *
   * @param function an {@link io.mycel.api.rpc.RpcFunction} or {@link
   *     io.mycel.api.rpc.RemoteFunction}
   */
  JsHostFunction toScript(Object function);

  /** What JavaScript calls with a settle function to wait for a future. */
  JsHostFunction toScript(CompletionStage<?> future);

  /** So many bytes were copied out of JavaScript. */
  void copied(long bytes);

  /** How many bytes one message may have. */
  long maxBytes();
}
