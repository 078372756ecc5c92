package io.mycel.http.internal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A media type of a header, e.g. {@code application/json; charset=utf-8}.
 *
 * @param type in lower case, without parameters
 * @param parameters names in lower case, values without quotes
 */
record MediaType(String type, Map<String, String> parameters) {

  /** Reads what a client wrote; never fails, an unreadable part is left out. */
  static MediaType parse(String header) {
    String[] parts = header.split(";");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        String name = parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT);
        parameters.put(name, unquote(parts[i].substring(equals + 1).strip()));
      }
    }
    String type = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
    return new MediaType(type, Map.copyOf(parameters));
  }

  boolean isJson() {
    return type.equals("application/json");
  }

  boolean isMsgpack() {
    return type.equals("application/msgpack") || type.equals("application/x-msgpack");
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
