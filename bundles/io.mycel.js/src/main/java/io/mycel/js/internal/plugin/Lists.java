package io.mycel.js.internal.plugin;

import java.util.ArrayList;
import java.util.List;

/** What plugins give where a list is due. */
final class Lists {
  private Lists() {}

  /** The items of a list; a value that is none, alone. */
  static List<Object> of(Object value) {
    List<Object> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      items.addAll(list);
    } else if (value != null) {
      items.add(value);
    }
    return items;
  }
}
