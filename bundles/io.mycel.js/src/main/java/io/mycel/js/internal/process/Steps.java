package io.mycel.js.internal.process;

import io.mycel.api.rpc.Call;
import java.util.Iterator;
import java.util.Map;

/** An iterator, one item a call, for the other side's {@link Generator}. */
final class Steps {
  private static final Map<String, Object> END = Map.of("_rtype", "stop_iteration");

  private final Iterator<?> items;
  private boolean ended;

  Steps(Iterator<?> items) {
    this.items = items;
  }

  synchronized Object next(Call call) {
    if (ended || !items.hasNext()) {
      ended = true;
      return END;
    }
    return items.next();
  }

  synchronized Object close(Call call) throws Exception {
    ended = true;
    if (items instanceof AutoCloseable closeable) {
      closeable.close();
    }
    return null;
  }
}
