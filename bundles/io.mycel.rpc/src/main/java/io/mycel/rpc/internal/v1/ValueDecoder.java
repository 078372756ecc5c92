package io.mycel.rpc.internal.v1;

import static io.mycel.rpc.internal.v1.Leaves.data;

import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.TypedArray;
import io.mycel.api.rpc.v1.Blob;
import io.mycel.api.rpc.v1.CustomEncoding;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns trees in the data representation v1 into Java values; the trees are not changed. */
final class ValueDecoder {
  private final PluginPeer peer;
  private final PluginLimits limits;

  ValueDecoder(PluginPeer peer, PluginLimits limits) {
    this.peer = peer;
    this.limits = limits;
  }

  Object decode(Object tree) {
    return decode(tree, 0);
  }

  private Object decode(Object tree, int depth) {
    if (depth > limits.depth()) {
      throw data("value nested deeper than " + limits.depth() + " levels");
    }
    if (tree instanceof Map<?, ?> map) {
      if (map.get("_rtype") instanceof String type) {
        return typed(type, map, depth);
      }
      return map.get("_ctype") instanceof String ? custom(map, depth) : map(map, depth);
    }
    return tree instanceof List<?> list ? list(list, depth) : tree;
  }

  private Object typed(String type, Map<?, ?> map, int depth) {
    Codec<?> codec = peer.conversation().codecs().get(type);
    if (codec != null) {
      return codec.decode(map(map, depth));
    }
    return switch (type) {
      case "callback" ->
          new PluginFunction(
              peer, target(map), new PluginFunction.Callback(Incoming.number(map, "_rvalue")));
      case "interface" ->
          new PluginFunction(
              peer,
              target(map),
              new PluginFunction.Method(
                  Incoming.text(map, "_rintf"), Incoming.text(map, "_rvalue")));
      case "ndarray" -> new NdArray(dtype(map), shape(map), bytes(map, map.get("_rvalue")));
      case "typedarray" -> new TypedArray(dtype(map), bytes(map, map.get("_rvalue")));
      case "memoryview" -> new MemoryView(bytes(map, map.get("_rvalue")));
      case "blob", "file" -> blob(map);
      case "set" -> new LinkedHashSet<>(list(Incoming.list(map, "_rvalue"), depth + 1));
      case "orderedmap" -> orderedMap(list(Incoming.list(map, "_rvalue"), depth + 1));
      case "error" -> new RemoteError(String.valueOf(map.get("_rvalue")), null);
      case "custom" -> custom(Incoming.map(map, "_rvalue"), depth + 1);
      default -> map.get("_rintf") == null ? map : map(map, depth);
    };
  }

  private String target(Map<?, ?> map) {
    return map.get("_rtarget_id") instanceof String id ? id : peer.peerId();
  }

  /** A value that only a plugin's own encoding knows. */
  private Object custom(Map<?, ?> map, int depth) {
    Map<String, Object> plain = map(map, depth);
    for (CustomEncoding encoding : peer.conversation().encodings()) {
      Optional<Object> value = encoding.decode(plain);
      if (value.isPresent()) {
        return value.get() instanceof Map<?, ?> encoded && encoded.containsKey("_rtype")
            ? decode(encoded, depth + 1)
            : value.get();
      }
    }
    return plain;
  }

  private Map<String, Object> map(Map<?, ?> map, int depth) {
    Map<String, Object> decoded = new LinkedHashMap<>();
    map.forEach((key, value) -> decoded.put(String.valueOf(key), decode(value, depth + 1)));
    return decoded;
  }

  private List<Object> list(List<?> list, int depth) {
    List<Object> decoded = new ArrayList<>(list.size());
    for (Object item : list) {
      decoded.add(decode(item, depth + 1));
    }
    return decoded;
  }

  /** A blob whose bytes are here; one that is an object of a browser stays as it came. */
  private static Object blob(Map<?, ?> map) {
    if (!(map.get("_rvalue") instanceof ByteBuffer) && !(map.get("_rvalue") instanceof byte[])) {
      return map;
    }
    return new Blob(
        bytes(map, map.get("_rvalue")),
        optional(map, "_rmime"),
        optional(map, "_rname"),
        optional(map, "_rpath"));
  }

  private static String optional(Map<?, ?> map, String field) {
    return map.get(field) instanceof String text ? text : null;
  }

  private static OrderedMap orderedMap(List<?> pairs) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (Object pair : pairs) {
      if (!(pair instanceof List<?> two) || two.size() != 2) {
        throw data("orderedmap: '_rvalue' must be a list of [key, value]");
      }
      entries.put(two.get(0), two.get(1));
    }
    return new OrderedMap(entries);
  }

  /** A dtype may be missing, which gets its message from {@link NdArray}. */
  private static String dtype(Map<?, ?> map) {
    Object dtype = map.get("_rdtype");
    return dtype == null ? null : dtype.toString();
  }

  private static int[] shape(Map<?, ?> map) {
    List<?> axes = Incoming.list(map, "_rshape");
    int[] shape = new int[axes.size()];
    for (int i = 0; i < shape.length; i++) {
      if (!(axes.get(i) instanceof Number length)
          || length.doubleValue() != length.intValue()
          || length.intValue() < 0) {
        throw data("ndarray: '_rshape' must be a list of lengths, but has " + axes.get(i));
      }
      shape[i] = length.intValue();
    }
    return shape;
  }

  /** The bytes of an array, which some senders split into several. */
  private static ByteBuffer bytes(Map<?, ?> map, Object value) {
    if (value instanceof ByteBuffer buffer) {
      return buffer;
    }
    if (value instanceof byte[] array) {
      return ByteBuffer.wrap(array);
    }
    if (value instanceof List<?> parts
        && parts.stream().allMatch(p -> p instanceof ByteBuffer || p instanceof byte[])) {
      List<ByteBuffer> buffers = parts.stream().map(part -> bytes(map, part)).toList();
      ByteBuffer joined =
          ByteBuffer.allocate(
              Math.toIntExact(buffers.stream().mapToLong(ByteBuffer::remaining).sum()));
      buffers.forEach(part -> joined.put(part.duplicate()));
      return joined.flip();
    }
    throw data(map.get("_rtype") + ": '_rvalue' must be bytes or a list of bytes");
  }
}
