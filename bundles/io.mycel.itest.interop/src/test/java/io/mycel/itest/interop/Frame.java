package io.mycel.itest.interop;

import static org.msgpack.value.ValueFactory.newArray;
import static org.msgpack.value.ValueFactory.newMap;
import static org.msgpack.value.ValueFactory.newString;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/**
 * A frame of Core RPC: where it goes, and what it carries.
 *
 * @param args null if there is no second map
 */
record Frame(Map<String, Value> main, List<Value> args) {

  /** A call that wants an answer. */
  static byte[] call(String to, String method, String session, Value... args) {
    return call(to, method, session, Map.of(), args);
  }

  /** The same with more fields in its first map. */
  static byte[] call(
      String to, String method, String session, Map<String, Value> more, Value... args) {
    Map<String, Value> main = new TreeMap<>(more);
    main.put("type", newString("method"));
    main.put("to", newString(to));
    main.put("method", newString(method));
    main.put("session", newString(session));
    return pack(
        main, newMap(newString("args"), newArray(args), newString("promise"), newString("*")));
  }

  /** The answer to a session of somebody. */
  static byte[] resolve(String to, String session, Value result) {
    Map<String, Value> main = new TreeMap<>();
    main.put("type", newString("method"));
    main.put("to", newString(to));
    main.put("method", newString(session + ".resolve"));
    return pack(main, newMap(newString("args"), newArray(result)));
  }

  static byte[] pack(Map<String, Value> main, Value extra) {
    List<Value> fields = new ArrayList<>();
    main.forEach((name, value) -> Collections.addAll(fields, newString(name), value));
    return RawSocket.frame(newMap(fields.toArray(Value[]::new)), extra);
  }

  static Frame parse(byte[] bytes) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      Map<String, Value> main = new TreeMap<>();
      unpacker
          .unpackValue()
          .asMapValue()
          .map()
          .forEach((name, value) -> main.put(name.asStringValue().asString(), value));
      List<Value> args = null;
      if (unpacker.hasNext()) {
        Value extra = unpacker.unpackValue().asMapValue().map().get(newString("args"));
        args = extra == null ? List.of() : extra.asArrayValue().list();
      }
      return new Frame(main, args);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text field of the first map; empty if there is none. */
  String text(String field) {
    Value value = main.get(field);
    return value == null ? "" : value.asStringValue().asString();
  }

  @Override
  public String toString() {
    return main + " " + args;
  }
}
