package io.mycel.api.rpc;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * How values of one Java class travel ({@code registerCodec} of the clients). A codec goes before
 * the built-in representation.
 *
 * @param name the {@code _rtype} on the wire
 * @param type values of this class are encoded
 * @param encoder gives any value with a representation, most often a map; a map without {@code
 *     _rtype} gets this codec's name
 * @param decoder makes the value of a map whose {@code _rtype} is the name; its children are
 *     decoded
 */
public record Codec<T>(
    String name,
    Class<T> type,
    Function<? super T, ?> encoder,
    Function<Map<String, Object>, ? extends T> decoder) {

  /** Nothing may be null. */
  public Codec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(decoder, "decoder");
  }

  /** The plain value of one of this codec's class. */
  public Object encode(Object value) {
    return encoder.apply(type.cast(value));
  }

  /** The value of a map that came with this codec's name. */
  public T decode(Map<String, Object> map) {
    return decoder.apply(map);
  }
}
