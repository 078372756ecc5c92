package io.mycel.js.internal.values;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.TypedArray;
import io.mycel.api.rpc.v1.Blob;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsValue;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one value of JavaScript, as {@code world/values.js} writes it; on the plugin's thread. A
 * plugin may have changed that script's work, so nothing is taken for granted.
 */
public final class FromScript {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNestingDepth(500)
                  .build())
          .build();

  private static final char MARK = '\u0000';

  private final Functions functions;
  private final JsValue side;
  private long bytes;

  private FromScript(JsValue side, Functions functions) {
    this.side = side;
    this.functions = functions;
  }

  /**
   * Reads a value.
   *
   * @param plain the value itself, if {@code json} is null
   * @throws RpcException of kind DATA if it is too long, or not what the script writes
   */
  public static Object read(JsValue plain, JsValue json, JsValue side, Functions functions) {
    if (json.isNull()) {
      return plain(plain, functions);
    }
    FromScript reader = new FromScript(side, functions);
    String text = json.asString();
    reader.count(text.length());
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return reader.value(parser);
    } catch (IOException | ClassCastException | NumberFormatException e) {
      throw new RpcException(RpcException.Kind.DATA, "the plugin gave a value that cannot be read");
    }
  }

  /** Plain JSON that a script of the world has written. */
  public static Object json(String text) {
    FromScript reader = new FromScript(null, null);
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return reader.value(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON");
    }
  }

  private static Object plain(JsValue value, Functions functions) {
    if (value.isNull()) {
      return null;
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isNumber()) {
      return number(value.asDouble());
    }
    String text = value.asString();
    if (text.length() > functions.maxBytes()) {
      throw tooLong(functions.maxBytes());
    }
    return text;
  }

  /** A number as JavaScript means it: a whole one is an int or long. */
  private static Number number(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= 1L << 53) {
      if (value == 0 && 1 / value < 0) {
        return value;
      }
      return Math.abs(value) <= Integer.MAX_VALUE ? (Number) (int) value : (Number) (long) value;
    }
    return value;
  }

  private Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> map(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> string(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> number(parser.getDoubleValue());
    };
  }

  private Object map(JsonParser parser) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private Object list(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    if (parser.nextToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 2) {
      String tag = parser.getText();
      if (tag.charAt(0) == MARK && tag.charAt(1) == 'S') {
        return set(parser);
      }
      if (tag.charAt(0) == MARK && tag.charAt(1) == 'M') {
        return orderedMap(parser);
      }
    }
    while (parser.currentToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
      parser.nextToken();
    }
    return list;
  }

  private Set<Object> set(JsonParser parser) throws IOException {
    parser.nextToken();
    Set<Object> set = new LinkedHashSet<>((List<?>) value(parser));
    skip(parser);
    return set;
  }

  private OrderedMap orderedMap(JsonParser parser) throws IOException {
    parser.nextToken();
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (Object pair : (List<?>) value(parser)) {
      List<?> items = (List<?>) pair;
      entries.put(items.get(0), items.get(1));
    }
    skip(parser);
    return new OrderedMap(entries);
  }

  /** A set or map is followed by a mark that says only that there are such. */
  private static void skip(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parser.skipChildren();
    }
  }

  private Object string(String text) {
    if (text.isEmpty() || text.charAt(0) != MARK) {
      return text;
    }
    int index = Integer.parseInt(text.substring(1));
    JsValue entry = side == null || side.isNull() || index >= side.size() ? null : side.item(index);
    if (entry == null || entry.isNull()) {
      throw new RpcException(RpcException.Kind.DATA, "the plugin gave a value that cannot be read");
    }
    return entry(entry);
  }

  private Object entry(JsValue entry) {
    String kind = entry.item(0).asString();
    return switch (kind) {
      case "s" -> text(entry.item(1));
      case "d" -> entry.item(1).asDouble();
      case "i" -> integer(new BigInteger(text(entry.item(1))));
      case "b" -> memory(entry);
      case "m" -> new MemoryView(memory(entry));
      case "t" -> new TypedArray(entry.item(1).asString(), memory(entry));
      case "n" -> new NdArray(entry.item(1).asString(), shape(entry.item(5)), memory(entry));
      case "B" -> new Blob(memory(entry), text(entry.item(5)), text(entry.item(6)), null);
      case "f" -> functions.fromScript(entry);
      case "h" -> function(entry.item(1));
      case "p" -> functions.promise(entry.item(1));
      case "e" -> new RemoteError(text(entry.item(1)), text(entry.item(2)));
      case "D" -> instant(entry.item(1).asDouble());
      case "g" -> functions.generator(entry.item(1));
      default ->
          throw new RpcException(
              RpcException.Kind.DATA, "the plugin gave a value that cannot be read");
    };
  }

  private Object function(JsValue value) {
    JsHostFunction function = value.hostFunction();
    if (function instanceof HostCall call) {
      return call.target();
    }
    throw new RpcException(RpcException.Kind.DATA, "the plugin gave a function that is none");
  }

  private String text(JsValue value) {
    if (value.isNull()) {
      return null;
    }
    String text = value.asString();
    count(text.length());
    return text;
  }

  private static Number integer(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  private static Object instant(double millis) {
    return Double.isNaN(millis) ? null : Instant.ofEpochMilli((long) millis);
  }

  /** Copies what a typed array shows: {@code [.., .., ArrayBuffer, offset, length, ..]}. */
  private ByteBuffer memory(JsValue entry) {
    JsValue buffer = entry.item(2);
    long offset = (long) entry.item(3).asDouble();
    long length = (long) entry.item(4).asDouble();
    if (offset < 0 || length < 0 || offset + length > buffer.bytes()) {
      throw new RpcException(
          RpcException.Kind.DATA, "the plugin gave an array that is not in its memory");
    }
    count(length);
    functions.copied(length);
    byte[] copy = new byte[(int) length];
    buffer.read(offset, copy, 0, copy.length);
    return ByteBuffer.wrap(copy);
  }

  private static int[] shape(JsValue json) {
    String text = json.asString();
    String inner = text.substring(1, text.length() - 1);
    if (inner.isEmpty()) {
      return new int[0];
    }
    String[] parts = inner.split(",", -1);
    int[] shape = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      shape[i] = Integer.parseInt(parts[i].trim());
    }
    return shape;
  }

  private void count(long more) {
    bytes += more;
    if (bytes > functions.maxBytes()) {
      throw tooLong(functions.maxBytes());
    }
  }

  private static RpcException tooLong(long maxBytes) {
    return new RpcException(
        RpcException.Kind.DATA,
        "the plugin's message is longer than " + maxBytes + " bytes, which is the limit");
  }
}
