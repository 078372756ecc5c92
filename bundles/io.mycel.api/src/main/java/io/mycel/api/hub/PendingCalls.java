package io.mycel.api.hub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls of one client that have not been answered, so that it can be told at once when the
 * other side goes away: by this hub or by the next one. Two maps that take turns bound it: when the
 * younger one is full, the older one, whose calls have long timed out at the caller, is forgotten.
 */
public final class PendingCalls {
  private volatile Map<String, String> young = new ConcurrentHashMap<>();
  private volatile Map<String, String> old = Map.of();

  /**
   * A call goes out. Called by the thread that reads the caller's connection.
   *
   * @param capacity how many calls one of the two maps may hold
   */
  public void add(String session, String target, int capacity) {
    if (young.size() >= capacity) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
    young.put(session, target);
  }

  /** A call was answered. Called by any thread. */
  public void remove(String session) {
    if (young.remove(session) == null && !old.isEmpty()) {
      old.remove(session);
    }
  }

  /** Forgets the calls to a target and returns their sessions. */
  public List<String> removeTarget(String target) {
    List<String> sessions = new ArrayList<>();
    drain(young, target, sessions);
    if (!old.isEmpty()) {
      drain(old, target, sessions);
    }
    return sessions;
  }

  /** The addresses of all who have not answered. */
  public Set<String> targets() {
    Set<String> targets = new HashSet<>(young.values());
    targets.addAll(old.values());
    return targets;
  }

  private static void drain(Map<String, String> calls, String target, List<String> sessions) {
    calls.forEach(
        (session, to) -> {
          if (to.equals(target) && calls.remove(session, to)) {
            sessions.add(session);
          }
        });
  }

  /** How many there are. */
  public int size() {
    return young.size() + old.size();
  }
}
