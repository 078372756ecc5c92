package io.mycel.apps.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The texts that come with an app, as blocks of its plugin file: {@code attachments} with {@code
 * name} and {@code source} (Hypha 0.15), {@code files} with {@code name} and {@code content}
 * (0.21).
 */
final class Attachments {
  private static final Pattern NAME = Pattern.compile("[^\"<>&\\p{Cntrl}]{1,200}");

  private Attachments() {}

  static String blocks(Parameters parameters) {
    StringBuilder blocks = new StringBuilder();
    append(blocks, parameters.any("attachments").orElse(List.of()), "source");
    append(blocks, parameters.any("files").orElse(List.of()), "content");
    return blocks.toString();
  }

  private static void append(StringBuilder blocks, Object list, String field) {
    if (!(list instanceof List<?> items)) {
      throw new AppException("attachments must be a list of objects with name and " + field);
    }
    for (Object item : items) {
      Map<?, ?> map = item instanceof Map<?, ?> given ? given : Map.of();
      if (!(map.get("name") instanceof String name) || !(map.get(field) instanceof String text)) {
        throw new AppException("Attachment should contain `name` and `" + field + "`, both texts");
      }
      if (!NAME.matcher(name).matches() || text.toLowerCase(Locale.ROOT).contains("</attachment")) {
        throw new AppException(
            "attachment '"
                + name
                + "': its name must have no quotes, < > &, and its text no"
                + " '</attachment'");
      }
      blocks.append("<attachment name=\"").append(name).append("\">").append(text);
      blocks.append("</attachment>\n");
    }
  }
}
