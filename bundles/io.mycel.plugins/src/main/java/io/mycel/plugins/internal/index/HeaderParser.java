package io.mycel.plugins.internal.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the headers of bundles (OSGi Core 8, 3.2.4 Common Header Syntax). */
public final class HeaderParser {
  private final String header;
  private int at;

  /**
   * One clause of a header.
   *
   * @param attributes by their names
   * @param types of the attributes that have one
   */
  public record Clause(
      List<String> paths,
      Map<String, String> attributes,
      Map<String, String> types,
      Map<String, String> directives) {

    /** The values of the attributes. */
    Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      attributes.forEach(
          (name, text) -> values.put(name, AttributeType.value(types.get(name), text)));
      return values;
    }
  }

  private HeaderParser(String header) {
    this.header = header;
  }

  /**
   * The clauses of a header.
   *
   * @param header null for none
   * @throws IllegalArgumentException if it is no header
   */
  public static List<Clause> clauses(String header) {
    return header == null || header.isBlank() ? List.of() : new HeaderParser(header).read();
  }

  private List<Clause> read() {
    List<Clause> clauses = new ArrayList<>();
    do {
      clauses.add(clause());
    } while (take(','));
    if (at < header.length()) {
      throw new IllegalArgumentException("'" + header.charAt(at) + "' in a header at " + at);
    }
    return clauses;
  }

  private Clause clause() {
    Clause clause =
        new Clause(
            new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    do {
      String name = until(";,=:");
      if (ahead(":=")) {
        at += 2;
        clause.directives().put(name, value());
      } else if (at < header.length() && header.charAt(at) == ':') {
        at++;
        clause.types().put(name, until("="));
        at++;
        clause.attributes().put(name, value());
      } else if (take('=')) {
        clause.attributes().put(name, value());
      } else {
        clause.paths().add(name);
      }
    } while (take(';'));
    return clause;
  }

  private boolean ahead(String text) {
    return header.startsWith(text, at);
  }

  private boolean take(char c) {
    if (at < header.length() && header.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private String until(String ends) {
    int start = at;
    while (at < header.length() && ends.indexOf(header.charAt(at)) < 0) {
      at++;
    }
    return header.substring(start, at).strip();
  }

  private String value() {
    while (at < header.length() && Character.isWhitespace(header.charAt(at))) {
      at++;
    }
    if (!take('"')) {
      return until(";,");
    }
    StringBuilder value = new StringBuilder();
    while (at < header.length() && header.charAt(at) != '"') {
      if (header.charAt(at) == '\\' && at + 1 < header.length()) {
        at++;
      }
      value.append(header.charAt(at));
      at++;
    }
    if (!take('"')) {
      throw new IllegalArgumentException("a text in a header has no end");
    }
    until(";,");
    return value.toString();
  }
}
