package io.mycel.plugins.internal.life;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.Extension;
import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.TypedArray;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;

/** Roughly how many bytes of memory the arguments of a call take. */
final class CallSize {
  /** An object, its place in a list or a map, and what else the JVM needs for it. */
  private static final long OBJECT = 48;

  private CallSize() {}

  static long of(Call call) {
    return of(call.args()) + of(call.kwargs());
  }

  private static long of(Object value) {
    long bytes = OBJECT;
    if (value instanceof CharSequence text) {
      bytes += text.length();
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += of(entry.getKey()) + of(entry.getValue());
      }
    } else if (value instanceof Collection<?> items) {
      for (Object item : items) {
        bytes += of(item);
      }
    } else {
      bytes += data(value);
    }
    return bytes;
  }

  private static long data(Object value) {
    if (value instanceof ByteBuffer data) {
      return data.remaining();
    }
    if (value instanceof NdArray array) {
      return array.data().remaining();
    }
    if (value instanceof TypedArray array) {
      return array.data().remaining();
    }
    if (value instanceof MemoryView view) {
      return view.data().remaining();
    }
    if (value instanceof Extension extension) {
      return extension.data().remaining();
    }
    return value instanceof byte[] bytes ? bytes.length : 0;
  }
}
