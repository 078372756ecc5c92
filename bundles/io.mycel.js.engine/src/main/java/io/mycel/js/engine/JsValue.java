package io.mycel.js.engine;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A value of JavaScript. Belongs to its context, and is used on the thread that uses the context.
 */
@ProviderType
public interface JsValue {

  /** True for {@code null} and {@code undefined}. */
  boolean isNull();

  /** True for a boolean. */
  boolean isBoolean();

  /** True for a number or BigInt. */
  boolean isNumber();

  /** True for a string. */
  boolean isString();

  /** True for what can be called. */
  boolean isFunction();

  /** The function of Java that this is; null if it is none. */
  JsHostFunction hostFunction();

  /** The boolean. */
  boolean asBoolean();

  /** The number. */
  double asDouble();

  /** The number as an int; fails if it is none. */
  int asInt();

  /** The string. */
  String asString();

  /**
   * A member of an object, or null if it has none.
   *
   * @param name a name, without dots
   */
  JsValue member(String name);

  /** Length of an array. */
  int size();

  /** Item of an array. */
  JsValue item(int index);

  /** Length of an ArrayBuffer, in bytes. */
  long bytes();

  /** Copies bytes of an ArrayBuffer, which costs about as much as one {@code memcpy}. */
  void read(long from, byte[] into, int offset, int length);

  /**
   * Calls this function.
   *
   * @param args null, booleans, numbers, texts, values of the same context, {@link JsHostFunction},
   *     arrays of all these, and {@link java.nio.ByteBuffer}s, which {@code new ArrayBuffer(it)}
   *     shows without a copy
   * @throws JsException if it does not return
   */
  JsValue call(Object... args);
}
