package io.mycel.plugins.internal.index;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Version;

/** The types of attributes (OSGi Core 8, 3.2.5; Repository 1.1, 132.5.6). */
final class AttributeType {
  private static final String LIST = "List";

  private AttributeType() {}

  /**
   * The value of an attribute.
   *
   * @param type {@code Version}, {@code Long}, {@code List<String>}, …; null for a text
   * @throws IllegalArgumentException if the text is no value of the type
   */
  static Object value(String type, String text) {
    String plain = type == null ? "String" : type.replace(" ", "");
    if (!plain.startsWith(LIST)) {
      return scalar(plain, text);
    }
    String of =
        plain.equals(LIST) ? "String" : plain.substring(LIST.length() + 1, plain.length() - 1);
    List<Object> values = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        item.append(text.charAt(at));
      } else if (c == ',') {
        values.add(scalar(of, item.toString().strip()));
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    values.add(scalar(of, item.toString().strip()));
    return values;
  }

  private static Object scalar(String type, String text) {
    return switch (type) {
      case "String" -> text;
      case "Version" -> Version.parseVersion(text.strip());
      case "Long" -> Long.valueOf(text.strip());
      case "Double" -> Double.valueOf(text.strip());
      default -> throw new IllegalArgumentException("there is no type '" + type + "'");
    };
  }
}
