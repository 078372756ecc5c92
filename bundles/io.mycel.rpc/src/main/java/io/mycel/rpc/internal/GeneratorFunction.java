package io.mycel.rpc.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import java.util.Iterator;
import java.util.Map;

/** Gives the items of an iterator, one a call, and {@code stop_iteration} at the end. */
final class GeneratorFunction implements RpcFunction {
  private static final Map<String, Object> STOP = Map.of("_rtype", "stop_iteration");

  private final Iterator<?> items;
  private final Runnable closer;
  private Runnable onEnd = () -> {};
  private boolean ended;

  /**
   * A generator.
   *
   * @param closer lets go of what the iterator holds; run once, at the end or on an early close
   */
  GeneratorFunction(Iterator<?> items, Runnable closer) {
    this.items = items;
    this.closer = closer;
  }

  synchronized void onEnd(Runnable action) {
    onEnd = action;
  }

  @Override
  public synchronized Object call(Call call) {
    if (ended) {
      return STOP;
    }
    boolean more = false;
    try {
      more = items.hasNext();
      return more ? items.next() : STOP;
    } finally {
      if (!more) {
        end();
      }
    }
  }

  /** The function that ends the generator early. */
  RpcFunction closing() {
    return call -> {
      end();
      return null;
    };
  }

  /** Ends it, unless it has ended. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      onEnd.run();
      closer.run();
    }
  }
}
