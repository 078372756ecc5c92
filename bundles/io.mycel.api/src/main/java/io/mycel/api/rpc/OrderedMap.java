package io.mycel.api.rpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JavaScript {@code Map} or Python {@code OrderedDict}: keys of any kind, in order ({@code
 * orderedmap}). A plain {@link Map} travels as an object with text keys instead.
 *
 * @param entries in order, not modifiable
 */
public record OrderedMap(Map<Object, Object> entries) {
  /** Copies the entries. */
  public OrderedMap {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }
}
