package io.mycel.hub.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The little JSON that every connection needs, token by token: binding it to objects costs a server
 * that has just started more than all the rest of a handshake.
 */
final class JsonText {
  private static final int MAX_STRING = 65_536;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(100)
                  .build())
          .build();

  /**
   * The fields of an object whose values are texts or null; those of other kinds are there as
   * {@code Boolean.FALSE}, whatever they are.
   *
   * @throws IOException if the text does not begin with a JSON object
   */
  Map<String, Object> fields(String text) throws IOException {
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      Map<String, Object> fields = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        switch (parser.nextToken()) {
          case VALUE_STRING -> fields.put(name, parser.getText());
          case VALUE_NULL -> fields.put(name, null);
          default -> {
            parser.skipChildren();
            fields.put(name, Boolean.FALSE);
          }
        }
      }
      return fields;
    }
  }

  /** Writes an object of texts, numbers, truth values, nulls, lists and maps of such. */
  String write(Map<String, ?> object) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator out = json.createGenerator(text)) {
      write(out, object);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + object.keySet(), e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        out.writeFieldName(String.valueOf(each.getKey()));
        write(out, each.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object each : list) {
        write(out, each);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value == null) {
      out.writeNull();
    } else {
      throw new IOException("no JSON for " + value.getClass().getName());
    }
  }
}
