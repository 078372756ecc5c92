package io.mycel.api.rpc;

import io.mycel.api.rpc.v1.Blob;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Converts decoded values to the types that Java code declares. */
final class JavaValues {
  private JavaValues() {}

  /**
   * The value as the declared type.
   *
   * @param where what the value is, for the message of a failure
   * @throws RpcException of kind DATA if it cannot be
   */
  static Object convert(Object value, Type type, String where) {
    if (type instanceof WildcardType wildcard) {
      return convert(value, wildcard.getUpperBounds()[0], where);
    }
    if (type instanceof GenericArrayType array) {
      return array(value, array.getGenericComponentType(), raw(array), where);
    }
    Class<?> raw = raw(type);
    if (value == null) {
      return absent(raw, where);
    }
    if (raw == Optional.class) {
      return Optional.ofNullable(convert(value, argument(type, 0), where));
    }
    if (raw.isArray()) {
      return raw.isInstance(value) ? value : array(value, raw.getComponentType(), raw, where);
    }
    if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
      return scalar(value, raw, where);
    }
    if (value instanceof Map<?, ?> map && raw.isAssignableFrom(LinkedHashMap.class)) {
      return type instanceof ParameterizedType ? map(map, type, where) : map;
    }
    if (value instanceof Collection<?> || value instanceof RemoteGenerator) {
      Object many = many((Iterable<?>) value, raw, type, where);
      if (many != null) {
        return many;
      }
    }
    if (raw.isInstance(value)) {
      return value;
    }
    return other(value, raw, where);
  }

  private static Object absent(Class<?> raw, String where) {
    if (raw == Optional.class) {
      return Optional.empty();
    }
    if (raw == void.class) {
      return null;
    }
    if (raw.isPrimitive()) {
      throw new RpcException(
          RpcException.Kind.DATA, where + " is null or missing, but must be a " + raw.getName());
    }
    return null;
  }

  private static Object scalar(Object value, Class<?> raw, String where) {
    if (value instanceof NdArray array && array.size() == 1 && array.shape().length == 0) {
      return scalar(array.toDoubles()[0], raw, where);
    }
    if (raw == boolean.class && value instanceof Boolean) {
      return value;
    }
    if (raw == char.class && value instanceof String text && text.length() == 1) {
      return text.charAt(0);
    }
    if (value instanceof Number number) {
      if (raw == Number.class) {
        return number;
      }
      Object converted = JavaNumbers.convert(number, raw);
      if (converted != null) {
        return converted;
      }
    }
    throw mismatch(value, raw, where);
  }

  private static Object other(Object value, Class<?> raw, String where) {
    if (raw == Boolean.class && value instanceof Boolean) {
      return value;
    }
    if (raw == Character.class) {
      return scalar(value, char.class, where);
    }
    if (raw == ByteBuffer.class && bytes(value) != null) {
      return bytes(value);
    }
    if (raw == NdArray.class && value instanceof TypedArray array) {
      return array.toNdArray();
    }
    if (raw == InputStream.class) {
      if (value instanceof RemoteStream stream) {
        return stream.open();
      }
      if (bytes(value) != null) {
        return new ByteArrayInputStream(copy(bytes(value)));
      }
    }
    if (raw == Blob.class && value instanceof RemoteStream stream) {
      Blob blob = Blobs.await(stream);
      if (blob != null) {
        return blob;
      }
    }
    if (raw.isEnum() && value instanceof String name) {
      for (Object constant : raw.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    if (raw.isRecord() && value instanceof Map<?, ?> map) {
      return record(map, raw, where);
    }
    if (raw == RpcFunction.class && value instanceof RemoteFunction function) {
      RpcFunction relay = call -> function.call(call.args(), call.kwargs());
      return relay;
    }
    if (raw.isInterface() && value instanceof RemoteFunction function) {
      if (JavaFunction.single(raw).isPresent()) {
        return TypedProxy.of(raw, function);
      }
    }
    if (raw.isInterface() && value instanceof Map<?, ?> map) {
      return TypedProxy.of(raw, map, where);
    }
    throw mismatch(value, raw, where);
  }

  private static Object many(Iterable<?> values, Class<?> raw, Type type, String where) {
    Type item = argument(type, 0);
    if (raw == Iterator.class) {
      return converted(values, item, where).iterator();
    }
    if (raw == Stream.class) {
      return values instanceof RemoteGenerator generator
          ? generator.stream().map(value -> convert(value, item, where))
          : converted(values, item, where);
    }
    if (raw == Iterable.class && values instanceof RemoteGenerator) {
      Iterable<?> iterable = () -> converted(values, item, where).iterator();
      return iterable;
    }
    if (!(type instanceof ParameterizedType) && raw.isInstance(values)) {
      return values;
    }
    if (raw == Set.class) {
      Set<Object> set = new LinkedHashSet<>();
      values.forEach(value -> set.add(convert(value, item, where)));
      return set;
    }
    if (raw == List.class || raw == Collection.class || raw == Iterable.class) {
      List<Object> list = new ArrayList<>();
      values.forEach(value -> list.add(convert(value, item, where)));
      return list;
    }
    return null;
  }

  private static Stream<Object> converted(Iterable<?> values, Type item, String where) {
    return java.util.stream.StreamSupport.stream(values.spliterator(), false)
        .map(value -> convert(value, item, where));
  }

  private static Map<Object, Object> map(Map<?, ?> map, Type type, String where) {
    Map<Object, Object> converted = new LinkedHashMap<>();
    map.forEach(
        (key, value) ->
            converted.put(
                convert(key, argument(type, 0), where), convert(value, argument(type, 1), where)));
    return converted;
  }

  private static Object array(Object value, Type item, Class<?> raw, String where) {
    if (raw == byte[].class && bytes(value) != null) {
      return copy(bytes(value));
    }
    NdArray array =
        value instanceof NdArray nd
            ? nd
            : value instanceof TypedArray typed ? typed.toNdArray() : null;
    if (array != null && array.type().kind() != DType.Kind.COMPLEX) {
      double[] items = array.toDoubles();
      if (raw == double[].class) {
        return items;
      }
      return fill(Arrays.stream(items).boxed().toList(), item, where);
    }
    if (value == null) {
      return null;
    }
    if (value instanceof Collection<?> collection) {
      return fill(collection, item, where);
    }
    throw mismatch(value, raw, where);
  }

  private static Object fill(Collection<?> values, Type item, String where) {
    Object array = Array.newInstance(raw(item), values.size());
    int i = 0;
    for (Object value : values) {
      Array.set(array, i++, convert(value, item, where));
    }
    return array;
  }

  private static Object record(Map<?, ?> map, Class<?> raw, String where) {
    RecordComponent[] components = raw.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      types[i] = components[i].getType();
      values[i] = convert(map.get(name), components[i].getGenericType(), where + "." + name);
    }
    try {
      var constructor = raw.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new RpcException(RpcException.Kind.DATA, where + ": " + e.getCause().getMessage());
    } catch (ReflectiveOperationException e) {
      throw new RpcException(
          RpcException.Kind.DATA, where + ": cannot make a " + raw.getName() + ": " + e);
    }
  }

  private static ByteBuffer bytes(Object value) {
    if (value instanceof ByteBuffer buffer) {
      return buffer;
    }
    if (value instanceof MemoryView view) {
      return view.data();
    }
    if (value instanceof TypedArray array && array.dtype().matches("u?int8")) {
      return array.data();
    }
    return value instanceof NdArray array && array.type().itemBytes() == 1 ? array.data() : null;
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[index]
        : Object.class;
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType parameterized) {
      return raw(parameterized.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
    }
    return Object.class; // a type variable says nothing
  }

  private static RpcException mismatch(Object value, Class<?> raw, String where) {
    return new RpcException(
        RpcException.Kind.DATA,
        where
            + " must be a "
            + raw.getSimpleName()
            + ", not a "
            + value.getClass().getSimpleName());
  }
}
