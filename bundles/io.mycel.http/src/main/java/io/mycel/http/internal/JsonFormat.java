package io.mycel.http.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import io.mycel.api.http.HttpException;
import io.mycel.api.rpc.RpcException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trees of the data representation as JSON, which lacks two things that msgpack has.
 *
 * <ul>
 *   <li><b>Bytes</b> are written in base64, marked by {@code "_renc": "base64"}: a map of the
 *       representation keeps its shape ({@code {"_rtype": "ndarray", "_rvalue": "AAAA…", "_renc":
 *       "base64", "_rshape": [2], …}}), bytes anywhere else become {@code {"_rtype": "bytes",
 *       "_rvalue": "…", "_renc": "base64"}}. The same is read back; for {@code "_rtype": "bytes"}
 *       the mark may be left out.
 *   <li><b>NaN and the infinities</b> are written as {@code null}, as JavaScript does; those inside
 *       an ndarray are bytes and survive. On the way in they are not JSON and refused.
 * </ul>
 *
 * Integers are read as {@code Long}, or as {@code BigInteger} up to 2^64 - 1.
 */
public final class JsonFormat {
  private static final String ENCODING = "_renc";
  private static final String BASE64 = "base64";
  private static final String TYPE = "_rtype";
  private static final String VALUE = "_rvalue";

  private final JsonMapper mapper;

  public JsonFormat(HttpConfig config) {
    this(config.maxBodyBytes(), config.maxJsonDepth(), config.maxJsonTokens());
  }

  JsonFormat(long maxBytes, int maxDepth, long maxTokens) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxDocumentLength(maxBytes)
            .maxStringLength((int) Math.min(maxBytes, Integer.MAX_VALUE - 8))
            .maxNestingDepth(maxDepth)
            .maxTokenCount(maxTokens)
            .maxNumberLength(400)
            .maxNameLength(10_000)
            .build();
    mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /**
   * Reads a text in UTF-8, 16 or 32, whichever it is.
   *
   * @throws HttpException of status 400 that names line and column
   */
  Object read(ByteBuffer json) {
    return read(() -> mapper.readValue(new ByteBufferBackedInputStream(json), Object.class));
  }

  /** Reads a text in a charset that its sender has named. */
  Object read(ByteBuffer json, Charset charset) {
    return read(
        () ->
            mapper.readValue(
                new InputStreamReader(new ByteBufferBackedInputStream(json), charset),
                Object.class));
  }

  /** Reads a text. */
  Object read(String json) {
    return read(() -> mapper.readValue(json, Object.class));
  }

  /**
   * Writes a tree.
   *
   * @throws RpcException of kind DATA if something in it is no part of the data representation
   */
  ByteBuffer write(Object tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = mapper.createGenerator(out)) {
      write(generator, tree);
    } catch (IOException e) {
      throw new RpcException(
          RpcException.Kind.DATA, "the result has no form in JSON: " + e.getMessage());
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  private interface Source {
    Object read() throws IOException;
  }

  private static Object read(Source source) {
    try {
      return normal(source.read());
    } catch (JacksonException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new HttpException(400, "invalid JSON" + where + ": " + reason(e));
    } catch (IOException e) {
      throw new HttpException(400, "invalid JSON: the text is not in its charset");
    }
  }

  /** What is wrong, without the place where an open bracket stands, in words of the parser. */
  private static String reason(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int place = message.indexOf(" (start marker at");
    return place < 0 ? message : message.substring(0, place);
  }

  private static Object normal(Object value) {
    if (value instanceof BigInteger number
        && number.bitLength() > (number.signum() < 0 ? 63 : 64)) {
      throw new HttpException(400, "the integer " + number + " does not fit in 64 bits");
    }
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>(list.size());
      list.forEach(item -> items.add(normal(item)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach((name, field) -> fields.put((String) name, normal(field)));
      return decoded(fields);
    }
    return value;
  }

  private static Object decoded(Map<String, Object> fields) {
    boolean isBytes = "bytes".equals(fields.get(TYPE));
    boolean marked = fields.containsKey(TYPE) && BASE64.equals(fields.get(ENCODING));
    if (!isBytes && !marked || !(fields.get(VALUE) instanceof String text)) {
      return fields;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new HttpException(
          400, "_rvalue of a " + fields.get(TYPE) + " is not base64: " + e.getMessage());
    }
    if (isBytes) {
      return ByteBuffer.wrap(bytes);
    }
    fields.remove(ENCODING);
    fields.put(VALUE, ByteBuffer.wrap(bytes));
    return fields;
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      writeMap(out, map);
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof ByteBuffer bytes) {
      out.writeStartObject();
      out.writeStringField(TYPE, "bytes");
      writeBytes(out, bytes);
      out.writeEndObject();
    } else if (value instanceof Double || value instanceof Float) {
      writeReal(out, ((Number) value).doubleValue());
    } else if (value instanceof String
        || value instanceof Boolean
        || value instanceof Number
        || value instanceof Instant) {
      writeScalar(out, value);
    } else {
      throw new RpcException(
          RpcException.Kind.DATA, "a value of type " + value.getClass().getName() + " in a result");
    }
  }

  private static void writeScalar(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof BigInteger integer) {
      out.writeNumber(integer);
    } else if (value instanceof Number integer) {
      out.writeNumber(integer.longValue());
    } else {
      out.writeString(value.toString());
    }
  }

  private static void writeMap(JsonGenerator out, Map<?, ?> map) throws IOException {
    out.writeStartObject();
    boolean represented = map.containsKey(TYPE);
    for (Map.Entry<?, ?> field : map.entrySet()) {
      String name = String.valueOf(field.getKey());
      if (represented && name.equals(VALUE) && field.getValue() instanceof ByteBuffer bytes) {
        writeBytes(out, bytes);
      } else {
        out.writeFieldName(name);
        write(out, field.getValue());
      }
    }
    out.writeEndObject();
  }

  private static void writeBytes(JsonGenerator out, ByteBuffer bytes) throws IOException {
    ByteBuffer view = bytes.duplicate();
    out.writeFieldName(VALUE);
    out.writeBinary(new ByteBufferBackedInputStream(view), view.remaining());
    out.writeStringField(ENCODING, BASE64);
  }

  private static void writeReal(JsonGenerator out, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }
}
