package io.mycel.js.internal.process;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as maps of their components, so that they can go to another process. */
final class RecordForm {
  private RecordForm() {}

  /** The map of a record; records in it are maps too. */
  static Map<String, Object> map(Record record) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().trySetAccessible();
        map.put(component.getName(), plain(component.getAccessor().invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return map;
  }

  private static Object plain(Object value) {
    if (value instanceof Record record) {
      return map(record);
    }
    return value instanceof List<?> list ? list.stream().map(RecordForm::plain).toList() : value;
  }

  /** The record of a map. */
  static <T extends Record> T record(Class<T> type, Map<?, ?> map) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(map.get(components[i].getName()), components[i].getGenericType());
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }

  private static Object value(Object value, Type type) {
    if (type == int.class) {
      return ((Number) value).intValue();
    }
    if (type == long.class) {
      return ((Number) value).longValue();
    }
    if (type instanceof Class<?> known && known.isRecord()) {
      return record(known.asSubclass(Record.class), (Map<?, ?>) value);
    }
    if (value instanceof List<?> list && type instanceof ParameterizedType parameterized) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(value(item, parameterized.getActualTypeArguments()[0])));
      return items;
    }
    return value;
  }
}
