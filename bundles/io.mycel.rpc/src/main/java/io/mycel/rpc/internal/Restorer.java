package io.mycel.rpc.internal;

import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RemoteStream;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.TypedArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Turns trees in the data representation v2 into Java values. Trees in which nothing has to change
 * are used as they are; none is changed in place.
 */
final class Restorer {
  private final Peer peer;
  private final String from;
  private final int maxDepth;

  /**
   * A restorer.
   *
   * @param from who sent the tree; its workspace completes relative addresses
   */
  Restorer(Peer peer, String from, int maxDepth) {
    this.peer = peer;
    this.from = from;
    this.maxDepth = maxDepth;
  }

  Object restore(Object tree) {
    return restore(tree, 0);
  }

  private Object restore(Object tree, int depth) {
    if (tree instanceof Map<?, ?> map) {
      enter(depth);
      return map.get("_rtype") instanceof String type
          ? typed(type, map, depth)
          : plain(map, map(map, depth));
    }
    if (tree instanceof List<?> list) {
      enter(depth);
      return list(list, depth);
    }
    return tree;
  }

  /** The clients in Python pass a stream on with what it came as beside its functions. */
  private static Object plain(Map<?, ?> map, Map<?, ?> restored) {
    return restored != map && restored.get("__rpc_object__") instanceof RemoteStream stream
        ? stream
        : restored;
  }

  private void enter(int depth) {
    if (depth >= maxDepth) {
      throw data("value nested deeper than " + maxDepth + " levels");
    }
  }

  private Object typed(String type, Map<?, ?> map, int depth) {
    Codec<?> codec = peer.conversation().codecs().get(type);
    if (codec != null) {
      return codec.decode(Trees.stringKeys(map(map, depth)));
    }
    return switch (type) {
      case "method" -> function(map, "_rmethod");
      case "ndarray" -> new NdArray(dtype(map), shape(map), bytes(type, map.get("_rvalue")));
      case "typedarray" -> new TypedArray(dtype(map), bytes(type, map.get("_rvalue")));
      case "memoryview" -> new MemoryView(bytes(type, map.get("_rvalue")));
      case "set" -> new LinkedHashSet<>(list(items(type, map), depth + 1));
      case "orderedmap" -> orderedMap(list(items(type, map), depth + 1));
      case "error" ->
          new RemoteError(String.valueOf(map.get("_rvalue")), Trees.text(map, "_rtrace"));
      case "iostream" -> new RemoteStream(Trees.stringKeys(map(map, depth)));
      case "generator" -> generator(map);
      default -> map(map, depth);
    };
  }

  private Map<?, ?> map(Map<?, ?> map, int depth) {
    Map<Object, Object> changed = null;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object value = restore(entry.getValue(), depth + 1);
      if (value != entry.getValue()) {
        if (changed == null) {
          changed = new LinkedHashMap<>(map);
        }
        changed.put(entry.getKey(), value);
      }
    }
    return changed == null ? map : changed;
  }

  private List<?> list(List<?> list, int depth) {
    List<Object> changed = null;
    int i = 0;
    for (Object item : list) {
      Object value = restore(item, depth + 1);
      if (value != item) {
        if (changed == null) {
          changed = new ArrayList<>(list);
        }
        changed.set(i, value);
      }
      i++;
    }
    return changed == null ? list : changed;
  }

  private RemoteFunction function(Map<?, ?> map, String methodKey) {
    String method = Trees.text(map, methodKey);
    String named = Trees.text(map, "_rtarget");
    String target = named == null ? from : Trees.absolute(named, from);
    if (method == null || target == null) {
      throw data("a method needs _rtarget and " + methodKey);
    }
    Map<String, Object> wire = new LinkedHashMap<>(Trees.stringKeys(map));
    wire.put("_rtarget", target);
    return new RemoteFunction(peer, target, method, promise(map.get("_rpromise")), wire);
  }

  private static RemoteFunction.Promise promise(Object wanted) {
    if ("*".equals(wanted)) {
      return RemoteFunction.Promise.COMPACT;
    }
    return Boolean.TRUE.equals(wanted)
        ? RemoteFunction.Promise.EXPLICIT
        : RemoteFunction.Promise.NONE;
  }

  private RemoteGenerator generator(Map<?, ?> map) {
    RemoteFunction next = function(map, "_rmethod");
    RemoteFunction closing =
        map.get("_rclose_method") instanceof String ? function(map, "_rclose_method") : null;
    return new RemoteGenerator(next, closing, next.wire());
  }

  private static OrderedMap orderedMap(List<?> pairs) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (Object pair : pairs) {
      if (!(pair instanceof List<?> two) || two.size() != 2) {
        throw data("orderedmap: _rvalue must be a list of [key, value]");
      }
      entries.put(two.get(0), two.get(1));
    }
    return new OrderedMap(entries);
  }

  private static List<?> items(String type, Map<?, ?> map) {
    if (map.get("_rvalue") instanceof List<?> list) {
      return list;
    }
    throw data(type + ": _rvalue must be a list");
  }

  /** A dtype may be missing or null, which gets its message from {@link NdArray}. */
  private static String dtype(Map<?, ?> map) {
    Object dtype = map.get("_rdtype");
    return dtype == null ? null : dtype.toString();
  }

  private int[] shape(Map<?, ?> map) {
    if (!(map.get("_rshape") instanceof List<?> axes)) {
      throw data("ndarray: _rshape must be a list of lengths");
    }
    int[] shape = new int[axes.size()];
    for (int i = 0; i < shape.length; i++) {
      if (!(axes.get(i) instanceof Number length)
          || length.doubleValue() != length.intValue()
          || length.intValue() < 0) {
        throw data("ndarray: _rshape must be a list of lengths, but has " + axes.get(i));
      }
      shape[i] = length.intValue();
    }
    return shape;
  }

  /**
   * The bytes of an array: a byte string, several to be joined (as some senders split them), or one
   * that is wrapped in a memoryview (JavaScript with an ArrayBuffer).
   */
  private static ByteBuffer bytes(String type, Object value) {
    if (value instanceof ByteBuffer buffer) {
      return buffer;
    }
    if (value instanceof byte[] array) {
      return ByteBuffer.wrap(array);
    }
    if (value instanceof Map<?, ?> map && "memoryview".equals(map.get("_rtype"))) {
      return bytes(type, map.get("_rvalue"));
    }
    if (value instanceof List<?> list) {
      List<ByteBuffer> parts = new ArrayList<>();
      for (Object part : list) {
        if (part instanceof List<?>) {
          throw data(type + ": _rvalue must be bytes or a list of bytes");
        }
        parts.add(bytes(type, part));
      }
      return Gather.of(parts).join();
    }
    throw data(type + ": _rvalue must be bytes or a list of bytes");
  }

  private static RpcException data(String message) {
    return new RpcException(RpcException.Kind.DATA, message);
  }
}
