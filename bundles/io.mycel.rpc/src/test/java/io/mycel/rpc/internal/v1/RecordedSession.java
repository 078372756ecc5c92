package io.mycel.rpc.internal.v1;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A session between two peers of imjoy-rpc 0.5.59 (JavaScript), as recorded. Ids of objects and
 * callbacks differ from run to run; {@link #learn} finds out which of ours stands for which
 * recorded one.
 */
final class RecordedSession {
  /** One message. */
  record Line(boolean fromCore, Map<String, Object> message) {}

  private final Map<Object, Object> oursByRecorded = new HashMap<>();

  static List<Line> lines() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Line> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                RecordedSession.class.getResourceAsStream("/golden/v1-session.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        Map<String, Object> line =
            json.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
        lines.add(new Line("core->plugin".equals(line.get("dir")), map(revive(line.get("msg")))));
      }
    }
    return lines;
  }

  /** What JSON could not write: undefined, bytes, dates. */
  private static Object revive(Object value) {
    if (value instanceof Map<?, ?> map) {
      if (map.containsKey("$undefined")) {
        return null;
      }
      if (map.get("$arraybuffer") instanceof String base64) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      }
      if (map.get("$date") instanceof String date) {
        return Instant.parse(date);
      }
      Map<String, Object> revived = new LinkedHashMap<>();
      map.forEach((key, item) -> revived.put((String) key, revive(item)));
      return revived;
    }
    if (value instanceof List<?> list) {
      List<Object> revived = new ArrayList<>();
      list.forEach(item -> revived.add(revive(item)));
      return revived;
    }
    return value;
  }

  /** A recorded message as it would be if the other side had seen our ids. */
  Map<String, Object> withOurIds(Map<String, Object> recorded) {
    Map<String, Object> message = new LinkedHashMap<>(recorded);
    for (String field : List.of("object_id", "id")) {
      if (message.containsKey(field)) {
        Object id = message.get(field);
        message.put(field, oursByRecorded.getOrDefault(key(id), id));
      }
    }
    return message;
  }

  /** Our message in the words of the recorded one: its ids, and what differs by chance. */
  Object learn(Object ours, Object recorded) {
    if (ours instanceof Map<?, ?> mine && recorded instanceof Map<?, ?> theirs) {
      Map<Object, Object> told = new LinkedHashMap<>(mine);
      if ("callback".equals(mine.get("_rtype")) && mine.containsKey("_rvalue")) {
        replaceId(told, theirs, "_rvalue");
        told.put("_rname", theirs.get("_rname")); // Function or AsyncFunction: a name for people
      } else if (mine.get("_rintf") instanceof String) {
        replaceId(told, theirs, "_rintf");
      }
      if (Boolean.FALSE.equals(mine.get("with_kwargs")) && theirs.get("with_kwargs") == null) {
        told.put("with_kwargs", null); // undefined there: as good as false
      }
      told.replaceAll((name, value) -> learn(value, theirs.get(name)));
      return told;
    }
    if (ours instanceof List<?> mine && recorded instanceof List<?> theirs) {
      List<Object> told = new ArrayList<>();
      for (int i = 0; i < mine.size(); i++) {
        told.add(learn(mine.get(i), i < theirs.size() ? theirs.get(i) : null));
      }
      return told;
    }
    return ours;
  }

  private void replaceId(Map<Object, Object> told, Map<?, ?> theirs, String field) {
    if (theirs.get(field) != null) {
      oursByRecorded.put(key(theirs.get(field)), told.get(field));
      told.put(field, theirs.get(field));
    }
  }

  private static Object key(Object id) {
    return id instanceof Number number ? number.intValue() : id;
  }

  @SuppressWarnings("unchecked") // the recording has maps with text keys
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
