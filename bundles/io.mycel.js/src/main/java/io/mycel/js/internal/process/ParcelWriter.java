package io.mycel.js.internal.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mycel.api.rpc.Extension;
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
import io.mycel.js.internal.values.Clean;
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

/** Writes one value of the data representation as a parcel. */
final class ParcelWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_DEPTH = 250;
  private static final String TAG = "$";

  private final FunctionTable functions;
  private final long maxBytes;
  private final StringWriter text = new StringWriter(64);
  private final List<ByteBuffer> bytes = new ArrayList<>(0);
  private final JsonGenerator json;
  private long binary;
  private int depth;

  private ParcelWriter(FunctionTable functions, long maxBytes) throws IOException {
    this.functions = functions;
    this.maxBytes = maxBytes;
    this.json = JSON.createGenerator(text);
  }

  /**
   * Writes a value.
   *
   * @throws RpcException of kind DATA if it has no form there, or is too long
   */
  static Parcel write(Object value, FunctionTable functions, long maxBytes) {
    try {
      ParcelWriter writer = new ParcelWriter(functions, maxBytes);
      writer.value(value);
      writer.json.close();
      writer.limit();
      return new Parcel(writer.text.toString(), writer.bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory could not be written", e);
    }
  }

  private void limit() {
    if (binary + text.getBuffer().length() > maxBytes) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "the message is longer than "
              + maxBytes
              + " bytes, which is the limit of plugins (messageBytes); send it in parts");
    }
  }

  private void value(Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof CharSequence || value instanceof Character) {
      json.writeString(value.toString());
    } else if (value instanceof Boolean known) {
      json.writeBoolean(known);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Set<?> set) {
      tagged("s", () -> list(set));
    } else if (value instanceof Collection<?> list) {
      list(list);
    } else if (!bytes(value) && !plain(value)) {
      function(value);
    }
  }

  private void number(Number value) throws IOException {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      json.writeNumber(value.intValue());
    } else if (value instanceof Long known) {
      json.writeNumber(known);
    } else if (value instanceof BigInteger known) {
      tagged("i", () -> json.writeString(known.toString()));
    } else if (value instanceof BigDecimal known) {
      json.writeNumber(known);
    } else {
      double known = value.doubleValue();
      if (Double.isNaN(known) || Double.isInfinite(known)) {
        tagged("n", () -> json.writeString(Double.toString(known)));
      } else {
        json.writeNumber(known);
      }
    }
  }

  private void map(Map<?, ?> map) throws IOException {
    enter();
    if (map.containsKey(TAG)) {
      tagged("o", () -> pairs(map));
    } else {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        value(entry.getValue());
      }
      json.writeEndObject();
    }
    depth--;
  }

  private void pairs(Map<?, ?> map) throws IOException {
    json.writeStartArray();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      list(Arrays.asList(entry.getKey(), entry.getValue()));
    }
    json.writeEndArray();
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

  /** Values that are bytes above all; false if it is none. */
  private boolean bytes(Object value) throws IOException {
    if (value instanceof byte[] known) {
      tagged("b", () -> keep(ByteBuffer.wrap(known)));
    } else if (value instanceof ByteBuffer known) {
      tagged("b", () -> keep(known));
    } else if (value instanceof MemoryView known) {
      tagged("v", () -> keep(known.data()));
    } else if (value instanceof TypedArray known) {
      tagged(
          "a",
          () -> {
            keep(known.data());
            json.writeString(known.dtype());
          });
    } else if (value instanceof NdArray known) {
      tagged(
          "nd",
          () -> {
            keep(known.data());
            json.writeArray(known.shape(), 0, known.shape().length);
            json.writeString(known.dtype());
          });
    } else if (value instanceof Extension known) {
      tagged(
          "x",
          () -> {
            keep(known.data());
            json.writeNumber(known.type());
          });
    } else if (value instanceof Blob known) {
      tagged(
          "B",
          () -> {
            keep(known.data());
            json.writeString(known.mime());
            json.writeString(known.name());
          });
    } else {
      return false;
    }
    return true;
  }

  private void keep(ByteBuffer data) throws IOException {
    binary += data.remaining();
    limit();
    json.writeNumber(bytes.size());
    bytes.add(data.slice());
  }

  /** Other values without functions in them; false if it is none. */
  private boolean plain(Object value) throws IOException {
    if (value instanceof Optional<?> known) {
      value(known.orElse(null));
    } else if (value instanceof Enum<?> known) {
      json.writeString(known.name());
    } else if (value instanceof Instant known) {
      tagged("d", () -> json.writeNumber(known.toEpochMilli()));
    } else if (value instanceof Date known) {
      tagged("d", () -> json.writeNumber(known.getTime()));
    } else if (value instanceof RemoteError known) {
      tagged(
          "e",
          () -> {
            json.writeString(known.message());
            json.writeString(known.trace());
          });
    } else if (value instanceof Throwable known) {
      tagged("e", () -> json.writeString(Clean.message(known)));
    } else if (value instanceof OrderedMap known) {
      tagged("m", () -> pairs(known.entries()));
    } else if (value.getClass().isArray()) {
      enter();
      json.writeStartArray();
      for (int i = 0; i < Array.getLength(value); i++) {
        value(Array.get(value, i));
      }
      json.writeEndArray();
      depth--;
    } else {
      return false;
    }
    return true;
  }

  private void function(Object value) throws IOException {
    if (value instanceof RemoteService known) {
      Map<String, Object> map = new LinkedHashMap<>(known.members());
      map.put("id", known.id());
      map.put("config", known.config());
      map(map);
    } else if (value instanceof RemoteStream known) {
      map(known.members());
    } else if (value instanceof RemoteGenerator known) {
      tagged(
          "g",
          () -> {
            value(known.function());
            value(known.closing());
          });
    } else if (value instanceof Iterator<?> iterator) {
      Steps steps = new Steps(iterator);
      tagged(
          "g",
          () -> {
            call(steps::next);
            call(steps::close);
          });
    } else if (value instanceof RemoteFunction known) {
      call(new Relay(known, functions));
    } else {
      call(
          RpcFunction.of(value)
              .orElseThrow(
                  () ->
                      new RpcException(
                          RpcException.Kind.DATA,
                          "no form for another process of a " + value.getClass().getSimpleName())));
    }
  }

  private void call(RpcFunction function) throws IOException {
    long there = functions.numberThere(function);
    if (there >= 0) {
      tagged("r", () -> json.writeNumber(there));
    } else {
      tagged(
          "f",
          () -> {
            json.writeNumber(functions.expose(function));
            json.writeString(function.doc());
            value(function.schema());
          });
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void tagged(String tag, Writing content) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart(TAG);
    json.writeString(tag);
    content.run();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "value nested deeper than " + MAX_DEPTH + " levels; does it contain itself?");
    }
  }
}
