package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RemoteStream;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.CustomEncoding;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.rpc.internal.StreamFunctions;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns Java values into the data representation v1. Containers are copied, as {@code postMessage}
 * does. Functions become callbacks, or members of an interface that is kept under its object id.
 * Serves one message.
 */
final class ValueEncoder {
  private final PluginPeer peer;
  private final PluginLimits limits;
  private final Exposure exposure;

  ValueEncoder(PluginPeer peer, PluginLimits limits) {
    this.peer = peer;
    this.limits = limits;
    this.exposure = new Exposure(peer, limits);
  }

  /** Where a value stands. */
  private record Place(boolean asInterface, Exposure.Interface offered, String path, int depth) {
    Place inside(String key) {
      String inner = path.isEmpty() ? key : path + "." + key;
      return new Place(asInterface, offered, inner, depth + 1);
    }

    /** At a value that begins an interface of its own. */
    Place beginning(Exposure.Interface newInterface) {
      return new Place(true, newInterface, "", depth);
    }

    /** Inside a set or map, whose interfaces have ids of their own. */
    Place apart() {
      return new Place(asInterface, null, "", depth + 1);
    }
  }

  /** The representation of a value; its functions outside of interfaces can be called once. */
  Object encode(Object value) {
    return finish(encode(value, new Place(false, null, "", 0)));
  }

  /** The representation of a value whose functions can be called often. */
  Object encodeInterface(Object value) {
    return finish(encode(value, new Place(true, null, "", 0)));
  }

  private Object finish(Object encoded) {
    exposure.commit();
    return encoded;
  }

  /** Takes back what has been kept for the other side, since the message is not sent. */
  void rollBack() {
    exposure.rollBack();
  }

  private Object encode(Object value, Place place) {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    if (place.depth() > limits.depth()) {
      throw data("value nested deeper than " + limits.depth() + " levels; does it contain itself?");
    }
    if (value instanceof PluginFunction function) {
      return exposure.function(function, place.offered(), place.path(), lasting(function));
    }
    for (CustomEncoding encoding : peer.conversation().encodings()) {
      Optional<Object> custom = encoding.encode(value);
      if (custom.isPresent()) {
        return custom(value, custom.get(), place);
      }
    }
    for (Codec<?> codec : peer.conversation().codecs().values()) {
      if (codec.type().isInstance(value)) {
        return coded(codec, value, place);
      }
    }
    return builtIn(value, place);
  }

  private Object builtIn(Object value, Place place) {
    if (value instanceof Map<?, ?> map) {
      return map.containsKey("_rtype") ? encoded(map, place) : map(map, place);
    }
    if (value instanceof List<?> list) {
      return list(list, place);
    }
    Object leaf = Leaves.encode(value);
    return leaf != null ? leaf : composite(value, place);
  }

  /** What a custom encoding gave. */
  private Object custom(Object value, Object custom, Place place) {
    if (custom instanceof Map<?, ?> map && map.containsKey("_ctype")) {
      return Leaves.typed("custom", "_rvalue", copy(map, place.apart()));
    }
    if (custom.getClass() == value.getClass() && !(custom instanceof Map)) {
      throw data("_rpc_encode gave a " + value.getClass().getName() + " for another one");
    }
    return builtIn(custom, place);
  }

  private Object coded(Codec<?> codec, Object value, Place place) {
    Object plain = codec.encode(value);
    if (plain instanceof Map<?, ?> map) {
      Map<Object, Object> tagged = new LinkedHashMap<>(map);
      tagged.putIfAbsent("_rtype", codec.name());
      return encoded(tagged, place);
    }
    if (plain != null && codec.type().isInstance(plain)) {
      throw data("codec '" + codec.name() + "' encodes a " + codec.type().getName() + " as one");
    }
    return encode(plain, place);
  }

  /** A map with a {@code _rtype}: only what is an interface is looked into. */
  private Object encoded(Map<?, ?> map, Place place) {
    if (!isTrue(map.get("_rintf")) || "interface".equals(map.get("_rtype"))) {
      return copy(map, place.apart());
    }
    Map<Object, Object> untyped = new LinkedHashMap<>(map);
    Object type = untyped.remove("_rtype");
    Map<Object, Object> tagged = new LinkedHashMap<>();
    tagged.put("_rtype", type);
    tagged.putAll(map(untyped, place));
    return tagged;
  }

  /** Plain values only: whatever is in them must have a representation without functions. */
  private Map<Object, Object> copy(Map<?, ?> map, Place place) {
    Map<Object, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key, plain(value, place)));
    return copy;
  }

  private Object plain(Object value, Place place) {
    if (place.depth() > limits.depth()) {
      throw data("value nested deeper than " + limits.depth() + " levels");
    }
    Place inner = new Place(false, null, "", place.depth() + 1);
    if (value instanceof Map<?, ?> map) {
      return copy(map, inner);
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>(list.size());
      list.forEach(item -> items.add(plain(item, inner)));
      return items;
    }
    Object leaf = value == null ? null : Leaves.encode(value);
    if (value != null && leaf == null && RpcFunction.of(value).isPresent()) {
      throw data("a function in an encoded value needs _rintf: true beside it");
    }
    return leaf == null ? value : leaf;
  }

  private Map<Object, Object> map(Map<?, ?> map, Place place) {
    boolean offered = place.asInterface() || isTrue(map.get("_rintf"));
    Place here = place;
    if (offered && place.offered() == null) {
      here = place.beginning(exposure.open(map));
    }
    Map<Object, Object> encoded = new LinkedHashMap<>();
    boolean functions = false;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (offered && key.startsWith("_")) {
        continue;
      }
      encoded.put(key, encode(entry.getValue(), here.inside(key)));
      functions |= isFunction(entry.getValue());
    }
    if (offered && functions) {
      encoded.put("_rintf", here.offered().id());
    }
    return encoded;
  }

  private List<Object> list(List<?> list, Place place) {
    Place here = place;
    if (place.asInterface() && place.offered() == null) {
      here = place.beginning(exposure.open(Map.of()));
    }
    List<Object> items = new ArrayList<>(list.size());
    for (Object item : list) {
      items.add(encode(item, here.inside(String.valueOf(items.size()))));
    }
    return items;
  }

  private Object composite(Object value, Place place) {
    if (value instanceof Set<?> set) {
      return Leaves.typed("set", "_rvalue", list(new ArrayList<>(set), place.apart()));
    }
    if (value instanceof Collection<?> collection) {
      return list(new ArrayList<>(collection), place);
    }
    if (value instanceof OrderedMap map) {
      List<Object> pairs = new ArrayList<>();
      map.entries().forEach((key, item) -> pairs.add(Arrays.asList(key, item)));
      return Leaves.typed("orderedmap", "_rvalue", list(pairs, place.apart()));
    }
    if (value instanceof Optional<?> optional) {
      return encode(optional.orElse(null), place);
    }
    if (value instanceof Record plain && !(value instanceof RemoteFunction)) {
      return record(plain, place);
    }
    if (value.getClass().isArray()) {
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        items.add(Array.get(value, i));
      }
      return list(items, place);
    }
    if (value instanceof InputStream stream) {
      Map<String, Object> file = StreamFunctions.members(stream);
      file.remove("_rtype"); // v1 knows no streams: an object with read and close
      return object(file, place);
    }
    RpcFunction function =
        value instanceof RemoteFunction remote
            ? call -> remote.call(call.args(), call.kwargs())
            : RpcFunction.of(value).orElse(null);
    if (function != null) {
      return exposure.function(value, function, place.offered(), place.path());
    }
    if (value.getClass().getModule().getLayer() == ModuleLayer.boot()
        && value.getClass().getModule().isNamed()) {
      throw data("no representation for a " + value.getClass().getName() + ": register a codec");
    }
    return object(ExportedApi.members(value), place);
  }

  /** The instance of a class is always an interface. */
  private Object object(Map<String, Object> members, Place place) {
    return map(members, new Place(true, place.offered(), place.path(), place.depth()));
  }

  private Object record(Record value, Place place) {
    if (value instanceof RemoteService service) {
      return map(service.members(), place);
    }
    if (value instanceof RemoteStream stream) {
      Map<String, Object> members = new LinkedHashMap<>(stream.members());
      members.remove("_rtype");
      return object(members, place);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        component.getAccessor().trySetAccessible();
        map.put(component.getName(), component.getAccessor().invoke(value));
      } catch (ReflectiveOperationException e) {
        throw data(
            "cannot read "
                + component.getName()
                + " of a "
                + value.getClass().getName()
                + ": "
                + e);
      }
    }
    return map(map, place);
  }

  private static boolean lasting(PluginFunction function) {
    return function.endpoint() instanceof PluginFunction.Method;
  }

  private static boolean isFunction(Object value) {
    return value instanceof RemoteFunction
        || !(value instanceof Map || value instanceof Collection)
            && RpcFunction.of(value).isPresent();
  }

  private static boolean isTrue(Object value) {
    return Boolean.TRUE.equals(value) || value instanceof String text && !text.isEmpty();
  }

  private static RpcException data(String message) {
    return new RpcException(RpcException.Kind.DATA, message);
  }
}
