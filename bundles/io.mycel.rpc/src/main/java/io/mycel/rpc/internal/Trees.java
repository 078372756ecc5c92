package io.mycel.rpc.internal;

import io.mycel.api.rpc.RpcException;
import java.util.Map;
import java.util.SortedMap;

/** Looks at plain trees as they come from the wire. */
final class Trees {
  private Trees() {}

  /** A map as one with text keys; fails on any other key. Not a copy. */
  @SuppressWarnings("unchecked") // every key is checked, and the map belongs to the caller alone
  static Map<String, Object> stringKeys(Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String)) {
        throw new RpcException(
            RpcException.Kind.DATA, "a map needs text keys here, but one is " + key);
      }
    }
    return (Map<String, Object>) map;
  }

  /** What a map of Java has under a text; null if its keys are others, and cannot be compared. */
  static Object member(Map<?, ?> map, String key) {
    return map instanceof SortedMap<?, ?> sorted
            && (sorted.isEmpty() || !(sorted.firstKey() instanceof String))
        ? null
        : map.get(key);
  }

  /** The text under a key; null if it is absent or something else. */
  static String text(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text : null;
  }

  /** {@code workspace/client} of a name that may lack the workspace of the one who said it. */
  static String absolute(String address, String from) {
    return address.indexOf('/') >= 0 || from == null ? address : workspace(from) + "/" + address;
  }

  /** The first half of an address. */
  static String workspace(String address) {
    int slash = address.indexOf('/');
    return slash < 0 ? "" : address.substring(0, slash);
  }
}
