package io.mycel.js.internal.worker;

import io.mycel.api.rpc.RpcException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What waits for a plugin, and what is to be done when it ends. */
final class OpenCalls {
  private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> atEnd = ConcurrentHashMap.newKeySet();

  /** How many calls wait. */
  int size() {
    return calls.size();
  }

  /** Keeps a call until it is done. */
  void add(CompletableFuture<?> call) {
    calls.add(call);
    call.whenComplete((value, failure) -> calls.remove(call));
  }

  /** Keeps what is to be done at the end; gives how many there are. */
  int atEnd(Runnable action) {
    atEnd.add(action);
    return atEnd.size();
  }

  /** Forgets what was to be done; false if it is being done. */
  boolean forget(Runnable action) {
    return atEnd.remove(action);
  }

  /** The plugin has ended: fails the calls and does what is to be done. */
  void end(Supplier<RpcException> reason) {
    for (CompletableFuture<?> call : calls) {
      call.completeExceptionally(reason.get());
    }
    for (Runnable action : atEnd) {
      if (atEnd.remove(action)) {
        action.run();
      }
    }
  }
}
