package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsValue;
import org.graalvm.polyglot.Value;

/** A value of one context. */
final class GraalValue implements JsValue {
  private final GraalContext context;
  private final Value value;

  GraalValue(GraalContext context, Value value) {
    this.context = context;
    this.value = value;
  }

  Value value() {
    return value;
  }

  @Override
  public boolean isNull() {
    return value.isNull();
  }

  @Override
  public boolean isBoolean() {
    return value.isBoolean();
  }

  @Override
  public boolean isNumber() {
    return value.isNumber();
  }

  @Override
  public boolean isString() {
    return value.isString();
  }

  @Override
  public boolean isFunction() {
    return value.canExecute();
  }

  @Override
  public JsHostFunction hostFunction() {
    return value.isProxyObject() && value.asProxyObject() instanceof HostProxy proxy
        ? proxy.function()
        : null;
  }

  @Override
  public boolean asBoolean() {
    return value.asBoolean();
  }

  @Override
  public double asDouble() {
    return value.asDouble();
  }

  @Override
  public int asInt() {
    return value.asInt();
  }

  @Override
  public String asString() {
    return value.asString();
  }

  @Override
  public JsValue member(String name) {
    try {
      Value member = value.getMember(name);
      return member == null ? null : new GraalValue(context, member);
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    }
  }

  @Override
  public int size() {
    return Math.toIntExact(value.getArraySize());
  }

  @Override
  public JsValue item(int index) {
    try {
      return new GraalValue(context, value.getArrayElement(index));
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    }
  }

  @Override
  public long bytes() {
    return value.getBufferSize();
  }

  @Override
  public void read(long from, byte[] into, int offset, int length) {
    value.readBuffer(from, into, offset, length);
  }

  @Override
  public JsValue call(Object... args) {
    try {
      Object[] guest = new Object[args.length];
      for (int i = 0; i < args.length; i++) {
        guest[i] = context.toGuest(args[i]);
      }
      return new GraalValue(context, value.execute(guest));
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    }
  }
}
