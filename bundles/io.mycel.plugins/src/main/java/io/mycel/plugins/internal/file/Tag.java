package io.mycel.plugins.internal.file;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An opening tag.
 *
 * @param name in lower case
 * @param attributes by their names in lower case; {@code true} for one without a value
 * @param empty true if it ends with {@code />}
 * @param end the position behind it
 */
record Tag(String name, Map<String, String> attributes, boolean empty, int end) {

  /** Reads the tag whose {@code <} stands at a position; null if it does not end. */
  static Tag read(String text, int start) {
    int at = start + 1;
    while (at < text.length() && BlockReader.isNamePart(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start + 1, at).toLowerCase(Locale.ROOT);
    Map<String, String> attributes = new LinkedHashMap<>();
    boolean empty = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '>') {
        return new Tag(name, attributes, empty, at + 1);
      }
      if (c == '/') {
        empty = true;
        at++;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        empty = false;
        at = attribute(text, at, attributes);
      }
    }
    return null;
  }

  private static int attribute(String text, int start, Map<String, String> attributes) {
    int at = start + 1;
    while (at < text.length() && "=/> \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(start, at).toLowerCase(Locale.ROOT);
    int equals = skipSpace(text, at);
    if (equals == text.length() || text.charAt(equals) != '=') {
      attributes.putIfAbsent(name, "true");
      return at;
    }
    at = skipSpace(text, equals + 1);
    if (at == text.length()) {
      return at;
    }
    char quote = text.charAt(at);
    int end;
    if (quote == '"' || quote == '\'') {
      at++;
      end = text.indexOf(quote, at);
      end = end < 0 ? text.length() : end;
      attributes.putIfAbsent(name, text.substring(at, end));
      return Math.min(end + 1, text.length());
    }
    end = at;
    while (end < text.length() && "> \t\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    attributes.putIfAbsent(name, text.substring(at, end));
    return end;
  }

  private static int skipSpace(String text, int start) {
    int at = start;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
