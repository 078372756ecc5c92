package io.mycel.api.rpc.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Functions and promises that the other side may call by a small number. Numbers are used again,
 * but as late as possible: a callback that is called a second time meets nothing rather than a
 * stranger.
 */
public final class PluginCallbacks {

  /** What a number stands for. */
  public sealed interface Entry {}

  /**
   * A function.
   *
   * @param lasting whether it may be called again
   */
  public record Function(RpcFunction function, boolean lasting) implements Entry {}

  /**
   * Half of a promise.
   *
   * @param answer what is completed
   * @param rejects whether this half rejects
   * @param other the number of the other half, which goes with it
   */
  public record Promise(CompletableFuture<Object> answer, boolean rejects, int other)
      implements Entry {}

  /** The numbers of a promise. */
  public record Pair(int resolve, int reject) {}

  private final Map<Integer, Entry> entries = new HashMap<>();
  private int next;

  /**
   * Keeps a function.
   *
   * @throws RpcException of kind DATA if the limit is reached
   */
  public synchronized int put(RpcFunction function, boolean lasting, int limit) {
    demand(1, limit);
    int id = free(limit);
    entries.put(id, new Function(function, lasting));
    return id;
  }

  /**
   * Keeps a promise.
   *
   * @throws RpcException of kind DATA if the limit is reached
   */
  public synchronized Pair put(CompletableFuture<Object> answer, int limit) {
    demand(2, limit);
    int resolve = free(limit);
    entries.put(resolve, new Promise(answer, false, -1));
    int reject = free(limit);
    entries.put(resolve, new Promise(answer, false, reject));
    entries.put(reject, new Promise(answer, true, resolve));
    return new Pair(resolve, reject);
  }

  /** What a number stands for, which is over with this; null if nothing. */
  public synchronized Entry take(int id) {
    Entry entry = entries.get(id);
    if (entry instanceof Function function && function.lasting()) {
      return entry;
    }
    entries.remove(id);
    if (entry instanceof Promise promise) {
      entries.remove(promise.other());
    }
    return entry;
  }

  /** Forgets a promise that ended by itself, unless its numbers have been given to others. */
  public synchronized void forget(Pair pair, CompletableFuture<Object> answer) {
    for (int id : new int[] {pair.resolve(), pair.reject()}) {
      if (entries.get(id) instanceof Promise promise && promise.answer() == answer) {
        entries.remove(id);
      }
    }
  }

  /** Forgets a function that was never sent. */
  public synchronized void forget(int id) {
    entries.remove(id);
  }

  /** How many are kept. */
  public synchronized int size() {
    return entries.size();
  }

  /** Forgets everything; the promises that nobody will keep. */
  synchronized List<CompletableFuture<Object>> clear() {
    List<CompletableFuture<Object>> open = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry instanceof Promise promise && promise.rejects()) {
        open.add(promise.answer());
      }
    }
    entries.clear();
    return open;
  }

  private void demand(int more, int limit) {
    if (entries.size() + more > limit) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "the other side holds "
              + entries.size()
              + " callbacks and open calls already, and "
              + limit
              + " are allowed: pass functions in an object with _rintf, or wait for answers");
    }
  }

  private int free(int limit) {
    while (entries.containsKey(next)) {
      next = (next + 1) % limit;
    }
    int id = next;
    next = (next + 1) % limit;
    return id;
  }
}
