package io.mycel.hub.internal;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who has called one client, so that those who wait for it are found when it goes, and nobody else
 * is looked at. By address, since they may come back on other connections.
 */
final class Callers {
  private static final int FEW = 64;

  private Set<String> addresses;
  private int pruneAt = FEW;

  /**
   * Somebody calls.
   *
   * @param isThere tells who is still there; others are forgotten when there are many
   */
  synchronized void add(String address, Predicate<String> isThere) {
    if (addresses == null) {
      addresses = new HashSet<>(4);
    }
    if (addresses.add(address) && addresses.size() > pruneAt) {
      addresses.removeIf(each -> !isThere.test(each));
      pruneAt = Math.max(FEW, 2 * addresses.size());
    }
  }

  synchronized Set<String> all() {
    return addresses == null ? Set.of() : Set.copyOf(addresses);
  }
}
