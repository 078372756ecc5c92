package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the fields of messages, which may hold anything. */
final class Incoming {
  private Incoming() {}

  static String text(Map<?, ?> message, String field) {
    if (message.get(field) instanceof String text) {
      return text;
    }
    throw wrong(message, field, "a text");
  }

  static int number(Map<?, ?> message, String field) {
    if (message.get(field) instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 0) {
      return number.intValue();
    }
    throw wrong(message, field, "a number from 0");
  }

  static List<?> list(Map<?, ?> message, String field) {
    if (message.get(field) instanceof List<?> list) {
      return list;
    }
    throw wrong(message, field, "a list");
  }

  /** A copy; empty if the field is absent. */
  static Map<String, Object> map(Map<?, ?> message, String field) {
    Object value = message.get(field);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(message, field, "a map");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(String.valueOf(key), item));
    return copy;
  }

  private static RpcException wrong(Map<?, ?> message, String field, String wanted) {
    Object value = message.get(field);
    Object kind = message.containsKey("type") ? message.get("type") : message.get("_rtype");
    return new RpcException(
        RpcException.Kind.DATA,
        kind
            + ": '"
            + field
            + "' must be "
            + wanted
            + (value == null ? ", but is missing" : ", not a " + value.getClass().getSimpleName()));
  }
}
