package io.mycel.js.internal.values;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RemoteStream;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.TypedArray;
import io.mycel.api.rpc.v1.Blob;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Writes one value of Java for JavaScript, as {@code world/values.js} reads it. */
public final class ToScript {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_DEPTH = 200;
  private static final long SAFE = (1L << 53) - 1;
  private static final String MARK = "\u0000";

  private final Functions functions;
  private final List<Object> side = new ArrayList<>();
  private final StringWriter text = new StringWriter();
  private JsonGenerator json;
  private long bytes;
  private int depth;

  private ToScript(Functions functions) {
    this.functions = functions;
  }

  /**
   * Writes a value.
   *
   * @throws RpcException of kind DATA if it has no form there, or is too long
   */
  public static Encoded write(Object value, Functions functions) {
    ToScript writer = new ToScript(functions);
    try (JsonGenerator json = JSON.createGenerator(writer.text)) {
      writer.json = json;
      writer.value(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has no reason to
    }
    writer.count(writer.text.getBuffer().length());
    return new Encoded(
        writer.text.toString(), writer.side.isEmpty() ? null : writer.side.toArray());
  }

  private void value(Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof CharSequence || value instanceof Character) {
      string(value.toString());
    } else if (value instanceof Boolean known) {
      json.writeBoolean(known);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Set<?> set) {
      json.writeStartArray();
      json.writeString(MARK + "S");
      list(set);
      put((Object) null);
      json.writeEndArray();
    } else if (value instanceof Collection<?> list) {
      list(list);
    } else if (!binary(value)) {
      other(value);
    }
  }

  private void string(String value) throws IOException {
    if (value.startsWith(MARK)) {
      put("s", value);
    } else {
      count(value.length());
      json.writeString(value);
    }
  }

  private void number(Number value) throws IOException {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      json.writeNumber(value.intValue());
    } else if (value instanceof Long known) {
      if (known > SAFE || known < -SAFE) {
        put("i", known.toString());
      } else {
        json.writeNumber(known);
      }
    } else if (value instanceof BigInteger known) {
      put("i", known.toString());
    } else if (value instanceof BigDecimal known) {
      json.writeNumber(known);
    } else {
      double known = value.doubleValue();
      if (Double.isNaN(known) || Double.isInfinite(known)) {
        put("d", known);
      } else {
        json.writeNumber(known);
      }
    }
  }

  private void map(Map<?, ?> map) throws IOException {
    enter();
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      count(key.length());
      json.writeFieldName(key);
      value(entry.getValue());
    }
    json.writeEndObject();
    depth--;
  }

  private void list(Collection<?> list) throws IOException {
    enter();
    json.writeStartArray();
    for (Object item : list) {
      value(item);
    }
    json.writeEndArray();
    depth--;
  }

  private boolean binary(Object value) throws IOException {
    if (value instanceof byte[] known) {
      put("b", memory(ByteBuffer.wrap(known)));
    } else if (value instanceof ByteBuffer known) {
      put("b", memory(known.slice()));
    } else if (value instanceof MemoryView known) {
      put("m", memory(known.data()));
    } else if (value instanceof TypedArray known) {
      ScriptArray array = ScriptArray.of(known.dtype(), known.data());
      put("t", array.view(), memory(array.data()));
    } else if (value instanceof NdArray known) {
      ScriptArray array = ScriptArray.of(known.dtype(), known.data());
      String shape = Arrays.toString(known.shape());
      put("n", array.dtype(), memory(array.data()), shape, array.view());
    } else if (value instanceof Blob known) {
      put("B", memory(known.data()), known.mime() == null ? "" : known.mime(), known.name());
    } else {
      return false;
    }
    return true;
  }

  private ByteBuffer memory(ByteBuffer data) {
    count(data.remaining());
    return data.position() == 0 && data.limit() == data.capacity() ? data : data.slice();
  }

  private void other(Object value) throws IOException {
    if (value instanceof Optional<?> known) {
      value(known.orElse(null));
    } else if (value instanceof Enum<?> known) {
      string(known.name());
    } else if (value instanceof Instant known) {
      put("D", (double) known.toEpochMilli());
    } else if (value instanceof Date known) {
      put("D", (double) known.getTime());
    } else if (value instanceof OrderedMap known) {
      orderedMap(known);
    } else if (value instanceof RemoteError known) {
      put("e", known.message(), known.trace());
    } else if (value instanceof Throwable known) {
      put("e", Clean.message(known), null);
    } else if (value instanceof CompletionStage<?> known) {
      put("p", functions.toScript(known));
    } else if (value instanceof RemoteFunction known) {
      function(known, String.valueOf(known.wire().getOrDefault("_rname", "")));
    } else if (value instanceof RemoteService known) {
      Map<String, Object> map = new LinkedHashMap<>(known.members());
      map.put("id", known.id());
      map.put("config", known.config());
      map(map);
    } else if (value instanceof RemoteStream known) {
      map(known.members());
    } else if (value instanceof RemoteGenerator known) {
      Generators.Steps steps = Generators.steps(known);
      put("g", functions.toScript(steps.next()), functions.toScript(steps.end()));
    } else if (value instanceof Iterator<?> known) {
      Generators.Steps steps = Generators.steps(known);
      put("g", functions.toScript(steps.next()), functions.toScript(steps.end()));
    } else if (value.getClass().isArray()) {
      array(value);
    } else if (functions.own(value) != null) {
      put("j", functions.own(value));
    } else {
      Optional<RpcFunction> function = RpcFunction.of(value);
      if (function.isEmpty()) {
        throw new RpcException(
            RpcException.Kind.DATA,
            "no form for JavaScript of a " + value.getClass().getSimpleName());
      }
      function(function.get(), "");
    }
  }

  private void function(Object function, String name) throws IOException {
    put("f", new HostCall(function, functions.toScript(function)), name);
  }

  private void orderedMap(OrderedMap map) throws IOException {
    json.writeStartArray();
    json.writeString(MARK + "M");
    enter();
    json.writeStartArray();
    for (Map.Entry<Object, Object> entry : map.entries().entrySet()) {
      list(Arrays.asList(entry.getKey(), entry.getValue()));
    }
    json.writeEndArray();
    depth--;
    put((Object) null);
    json.writeEndArray();
  }

  private void array(Object array) throws IOException {
    enter();
    json.writeStartArray();
    for (int i = 0; i < Array.getLength(array); i++) {
      value(Array.get(array, i));
    }
    json.writeEndArray();
    depth--;
  }

  /** Writes the mark of a value that stands beside the text. */
  private void put(Object... entry) throws IOException {
    json.writeString(MARK + side.size());
    side.add(entry);
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "value nested deeper than " + MAX_DEPTH + " levels; does it contain itself?");
    }
  }

  private void count(long more) {
    bytes += more;
    if (bytes > functions.maxBytes()) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "the message is longer than " + functions.maxBytes() + " bytes, which is the limit");
    }
  }
}
