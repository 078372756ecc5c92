package io.mycel.hub.internal;

import io.mycel.api.hub.ServiceInfo;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;

/** Roughly how many bytes of memory a value takes that a client has sent. */
final class Footprint {
  /** An object, its place in a list or a map, and what else the JVM needs for it. */
  private static final long OBJECT = 48;

  private Footprint() {}

  static long of(Object value) {
    long bytes = OBJECT;
    if (value instanceof CharSequence text) {
      bytes += text.length();
    } else if (value instanceof ByteBuffer data) {
      bytes += data.capacity();
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += of(entry.getKey()) + of(entry.getValue());
      }
    } else if (value instanceof Collection<?> items) {
      for (Object item : items) {
        bytes += of(item);
      }
    }
    return bytes;
  }

  /** A service as the registry keeps it; nothing for none. */
  static long of(ServiceInfo info) {
    return info == null
        ? 0
        : of(info.serviceId())
            + of(info.name())
            + of(info.type())
            + of(info.description())
            + of(info.config())
            + of(info.more());
  }
}
