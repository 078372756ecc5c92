package io.mycel.rpc.internal;

import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.TypedArray;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values without children that look the same in both versions of the representation. */
public final class CommonLeaves {
  private CommonLeaves() {}

  /** The representation; null if the value is none of these. */
  public static Object encode(Object value) {
    if (value instanceof NdArray array) {
      return typed(
          "ndarray",
          "_rvalue",
          array.data(),
          "_rshape",
          Arrays.stream(array.shape()).boxed().toList(),
          "_rdtype",
          array.dtype());
    }
    if (value instanceof TypedArray array) {
      return typed("typedarray", "_rvalue", array.data(), "_rdtype", array.dtype());
    }
    if (value instanceof CharSequence || value instanceof Character) {
      return value.toString();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Date date ? date.toInstant() : null;
  }

  /** A map with {@code _rtype} and more, to be filled. */
  public static Map<String, Object> typed(String type, Object... fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("_rtype", type);
    for (int i = 0; i < fields.length; i += 2) {
      map.put((String) fields[i], fields[i + 1]);
    }
    return map;
  }
}
