package io.mycel.js.internal.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.mycel.api.rpc.Extension;
import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.TypedArray;
import io.mycel.api.rpc.v1.Blob;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Reads a parcel of the other side, and checks what it says. */
final class ParcelReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(1000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(1000)
                  .build())
          .build();

  private final Parcel parcel;
  private final FunctionTable functions;

  private ParcelReader(Parcel parcel, FunctionTable functions) {
    this.parcel = parcel;
    this.functions = functions;
  }

  /**
   * The value of a parcel.
   *
   * @throws RpcException of kind DATA if it is none
   */
  static Object read(Parcel parcel, FunctionTable functions) {
    try (JsonParser json = JSON.createParser(parcel.json())) {
      json.nextToken();
      return new ParcelReader(parcel, functions).value(json);
    } catch (IOException | RuntimeException e) {
      throw e instanceof RpcException known ? known : invalid(e.getMessage());
    }
  }

  private Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> integer(json);
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case START_ARRAY -> list(json);
      case START_OBJECT -> object(json);
      default -> throw invalid("unexpected " + json.currentToken());
    };
  }

  /** As the side that wrote it had it: most are ints there. */
  private static Number integer(JsonParser json) throws IOException {
    return json.getNumberType() == JsonParser.NumberType.INT
        ? (Number) json.getIntValue()
        : (Number) json.getLongValue();
  }

  private List<Object> list(JsonParser json) throws IOException {
    List<Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(json));
    }
    return list;
  }

  private Object object(JsonParser json) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      if (key.equals("$")) {
        Object value = tagged(list(json));
        json.nextToken();
        return value;
      }
      map.put(key, value(json));
    }
    return map;
  }

  private Object tagged(List<Object> tag) {
    return switch (String.valueOf(tag.get(0))) {
      case "n" -> Double.valueOf((String) tag.get(1));
      case "i" -> new BigInteger((String) tag.get(1));
      case "b" -> bytes(tag.get(1));
      case "v" -> new MemoryView(bytes(tag.get(1)));
      case "a" -> new TypedArray((String) tag.get(2), bytes(tag.get(1)));
      case "nd" -> new NdArray((String) tag.get(3), shape((List<?>) tag.get(2)), bytes(tag.get(1)));
      case "x" -> new Extension(((Number) tag.get(2)).byteValue(), bytes(tag.get(1)));
      case "B" -> new Blob(bytes(tag.get(1)), text(tag.get(2)), text(tag.get(3)), null);
      case "s" -> new LinkedHashSet<>((List<?>) tag.get(1));
      case "m" -> orderedMap((List<?>) tag.get(1));
      case "e" -> new RemoteError((String) tag.get(1), tag.size() > 2 ? text(tag.get(2)) : null);
      case "d" -> Instant.ofEpochMilli(((Number) tag.get(1)).longValue());
      case "r" -> functions.here(((Number) tag.get(1)).longValue());
      case "f" -> function(tag);
      case "g" -> new Generator((RpcFunction) tag.get(1), (RpcFunction) tag.get(2));
      case "o" -> pairs((List<?>) tag.get(1));
      default -> throw invalid("unknown tag " + tag.get(0));
    };
  }

  private RpcFunction function(List<Object> tag) {
    Map<String, Object> schema = null;
    if (tag.get(3) instanceof Map<?, ?> given) {
      schema = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : given.entrySet()) {
        schema.put(String.valueOf(entry.getKey()), entry.getValue());
      }
    }
    return functions.there(((Number) tag.get(1)).longValue(), text(tag.get(2)), schema);
  }

  private ByteBuffer bytes(Object index) {
    return parcel.bytes().get(((Number) index).intValue()).duplicate();
  }

  private static int[] shape(List<?> axes) {
    return axes.stream().mapToInt(axis -> ((Number) axis).intValue()).toArray();
  }

  private static OrderedMap orderedMap(List<?> pairs) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    pairs.forEach(pair -> entries.put(((List<?>) pair).get(0), ((List<?>) pair).get(1)));
    return new OrderedMap(entries);
  }

  private static Map<String, Object> pairs(List<?> pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    pairs.forEach(
        pair -> map.put(String.valueOf(((List<?>) pair).get(0)), ((List<?>) pair).get(1)));
    return map;
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static RpcException invalid(String what) {
    return new RpcException(
        RpcException.Kind.DATA, "the other process sent what is no value: " + what);
  }
}
