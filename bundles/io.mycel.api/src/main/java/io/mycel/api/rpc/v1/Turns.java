package io.mycel.api.rpc.v1;

import io.mycel.api.rpc.RpcException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Things that are done one at a time and in order.
 *
 * @param <T> what is done
 */
public final class Turns<T> {
  private final Deque<T> waiting = new ArrayDeque<>();
  private T current;

  /**
   * Puts a thing at the end.
   *
   * @return true if it is its turn at once
   * @throws RpcException of kind DATA if so many wait already
   */
  public synchronized boolean add(T thing, int limit) {
    if (current == null) {
      current = thing;
      return true;
    }
    if (waiting.size() >= limit) {
      throw new RpcException(
          RpcException.Kind.DATA,
          limit + " wait for their turn already: a script or object of this plugin hangs");
    }
    waiting.add(thing);
    return false;
  }

  /** The thing that is being done; null if none. */
  public synchronized T current() {
    return current;
  }

  /**
   * The current thing is done.
   *
   * @return the next one, whose turn it is now; null if none waits
   */
  public synchronized T next() {
    current = waiting.poll();
    return current;
  }

  /** Takes everything out, the current thing first. */
  public synchronized List<T> clear() {
    List<T> all = new ArrayList<>();
    if (current != null) {
      all.add(current);
    }
    all.addAll(waiting);
    waiting.clear();
    current = null;
    return all;
  }
}
