package io.mycel.rpc.internal;

import static io.mycel.rpc.internal.CommonLeaves.typed;

import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.Extension;
import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RemoteStream;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.BaseStream;

/**
 * Turns Java values into the data representation v2: plain trees in which a map with {@code _rtype}
 * stands for everything that msgpack does not know. Serves one value.
 */
final class Representer {
  private final Peer peer;
  private final FunctionScope scope;
  private final int maxDepth;
  private final List<Object> path = new ArrayList<>();
  private boolean inStream;

  Representer(Peer peer, FunctionScope scope, int maxDepth) {
    this.peer = peer;
    this.scope = scope;
    this.maxDepth = maxDepth;
  }

  /** The tree of a value. Containers in which nothing has to change are used as they are. */
  Object represent(Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    for (Codec<?> codec : peer.conversation().codecs().values()) {
      if (codec.type().isInstance(value)) {
        return encoded(codec, value);
      }
    }
    if (value instanceof Map<?, ?> map) {
      return Boolean.TRUE.equals(Trees.member(map, "_rintf")) && offersFunctions(map)
          ? remoteObject(map)
          : map(map);
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    Object leaf = leaf(value);
    return leaf != null ? leaf : composite(value);
  }

  private Object encoded(Codec<?> codec, Object value) {
    Object plain = codec.encode(value);
    if (plain instanceof Map<?, ?> map) {
      if (map.containsKey("_rtype")) {
        return map(map);
      }
      Map<Object, Object> tagged = new LinkedHashMap<>();
      tagged.put("_rtype", codec.name());
      tagged.putAll(map);
      return map(tagged);
    }
    if (plain != null && codec.type().isInstance(plain)) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "codec '" + codec.name() + "' encodes a " + codec.type().getName() + " as another one");
    }
    return represent(plain);
  }

  /** Values without children; null if the value is none. */
  private Object leaf(Object value) {
    if (value instanceof ByteBuffer || value instanceof Instant || value instanceof Extension) {
      return value;
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof MemoryView view) {
      return typed("memoryview", "_rvalue", view.data());
    }
    if (value instanceof RemoteError error) {
      return error.trace() == null
          ? typed("error", "_rvalue", error.message())
          : typed("error", "_rvalue", error.message(), "_rtrace", error.trace());
    }
    if (value instanceof Throwable failure) {
      return Errors.represent(failure);
    }
    if (value instanceof RemoteFunction function) {
      return function.wire();
    }
    if (value instanceof RemoteGenerator generator) {
      return generator.wire();
    }
    return CommonLeaves.encode(value);
  }

  private Object composite(Object value) {
    if (value instanceof Set<?> set) {
      return typed("set", "_rvalue", list(new ArrayList<>(set)));
    }
    if (value instanceof Collection<?> collection) {
      return list(new ArrayList<>(collection));
    }
    if (value instanceof OrderedMap map) {
      List<Object> pairs = new ArrayList<>(map.entries().size());
      map.entries().forEach((key, item) -> pairs.add(Arrays.asList(key, item)));
      return typed("orderedmap", "_rvalue", list(pairs));
    }
    if (value instanceof RemoteStream stream) {
      return map(stream.members());
    }
    if (value instanceof RemoteService service) {
      Map<String, Object> map = new LinkedHashMap<>(service.members());
      map.put("id", service.id());
      map.put("config", service.config());
      return map(map);
    }
    if (value instanceof Optional<?> optional) {
      return represent(optional.orElse(null));
    }
    if (value instanceof Record) {
      return map(components((Record) value));
    }
    if (value.getClass().isArray()) {
      return array(value);
    }
    if (value instanceof InputStream stream) {
      return map(StreamFunctions.members(stream));
    }
    if (value instanceof Iterator<?> iterator) {
      return generator(new GeneratorFunction(iterator, () -> {}));
    }
    if (value instanceof BaseStream<?, ?> stream) {
      return generator(new GeneratorFunction(stream.iterator(), stream::close));
    }
    Optional<RpcFunction> function = RpcFunction.of(value);
    if (function.isPresent()) {
      return method(function.get());
    }
    if (value instanceof Iterable<?> iterable) {
      return generator(new GeneratorFunction(iterable.iterator(), () -> {}));
    }
    throw new RpcException(
        RpcException.Kind.DATA,
        "no representation for a " + value.getClass().getName() + place() + ": register a codec");
  }

  private String place() {
    return path.isEmpty() ? "" : " at " + path;
  }

  private Object map(Map<?, ?> map) {
    enter();
    boolean outside = inStream;
    inStream = "iostream".equals(Trees.member(map, "_rtype"));
    Map<Object, Object> changed = null;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw new RpcException(
            RpcException.Kind.DATA,
            "a map key must be a text, a number or a boolean"
                + place()
                + ": use an OrderedMap for other keys");
      }
      path.add(key);
      Object plain = represent(entry.getValue());
      path.remove(path.size() - 1);
      if (plain != entry.getValue()) {
        if (changed == null) {
          changed = new LinkedHashMap<>(map);
        }
        changed.put(key, plain);
      }
    }
    inStream = outside;
    return changed == null ? map : changed;
  }

  private Object list(List<?> list) {
    enter();
    List<Object> changed = null;
    int i = 0;
    for (Object item : list) {
      path.add(i);
      Object plain = represent(item);
      path.remove(path.size() - 1);
      if (plain != item) {
        if (changed == null) {
          changed = new ArrayList<>(list);
        }
        changed.set(i, plain);
      }
      i++;
    }
    return changed == null ? list : changed;
  }

  private void enter() {
    if (path.size() >= maxDepth) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "value nested deeper than " + maxDepth + " levels; does it contain itself?");
    }
  }

  private Object array(Object array) {
    int length = Array.getLength(array);
    List<Object> items = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      items.add(Array.get(array, i));
    }
    return list(items);
  }

  private static Map<String, Object> components(Record value) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        component.getAccessor().trySetAccessible();
        map.put(component.getName(), component.getAccessor().invoke(value));
      } catch (ReflectiveOperationException e) {
        throw new RpcException(
            RpcException.Kind.DATA,
            "cannot read "
                + component.getName()
                + " of a "
                + value.getClass().getName()
                + ": "
                + e);
      }
    }
    return map;
  }

  /** A remote object that came from elsewhere holds remote functions only, and is passed on. */
  private static boolean offersFunctions(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(Representer::offersFunctions);
    }
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(Representer::offersFunctions);
    }
    return RpcFunction.of(value).isPresent();
  }

  private Object remoteObject(Map<?, ?> object) {
    String id = scope.expose(object);
    if (id == null) {
      return map(object);
    }
    Representer inner =
        new Representer(peer, new FunctionScope.OfService(id), maxDepth - path.size());
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) inner.map(object)).forEach((key, value) -> map.put(String.valueOf(key), value));
    map.put("_dispose", method("services." + id + "._dispose", "_dispose", null, null));
    map.put("_rintf_service_id", id);
    return map;
  }

  private Map<String, Object> method(RpcFunction function) {
    String name = path.isEmpty() ? "function" : String.valueOf(path.get(path.size() - 1));
    return method(scope.expose(function, path, inStream), name, function.doc(), function.schema());
  }

  private Map<String, Object> method(
      String method, String name, String doc, Map<String, Object> schema) {
    Map<String, Object> map =
        typed(
            "method",
            "_rtarget",
            peer.address(),
            "_rmethod",
            method,
            "_rpromise",
            "*",
            "_rname",
            name,
            "_rasync",
            true);
    map.put("_rdoc", doc);
    if (schema != null) {
      map.put("_rschema", schema);
    }
    return map;
  }

  private Map<String, Object> generator(GeneratorFunction generator) {
    String next = scope.expose(generator, List.of("generator"), false);
    String close = scope.expose(generator.closing(), List.of("close"), false);
    generator.onEnd(
        () -> {
          scope.forget(next);
          scope.forget(close);
        });
    return typed(
        "generator",
        "_rtarget",
        peer.address(),
        "_rmethod",
        next,
        "_rclose_method",
        close,
        "_rpromise",
        "*");
  }
}
