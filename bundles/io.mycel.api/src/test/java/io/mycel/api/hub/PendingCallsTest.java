package io.mycel.api.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingCallsTest {

  @Test
  void tellsTheCallsToOneTargetOnce() {
    PendingCalls calls = new PendingCalls();
    calls.add("a", "w/x", 10);
    calls.add("b", "w/y", 10);
    calls.add("c", "w/x", 10);
    assertEquals(List.of("a", "c"), calls.removeTarget("w/x").stream().sorted().toList());
    assertEquals(List.of(), calls.removeTarget("w/x"));
    assertEquals(1, calls.size());
    assertEquals(Set.of("w/y"), calls.targets());
  }

  @Test
  void anAnsweredCallIsForgotten() {
    PendingCalls calls = new PendingCalls();
    calls.add("a", "w/x", 10);
    calls.remove("a");
    assertEquals(List.of(), calls.removeTarget("w/x"));
  }

  @Test
  void callsThatAreNeverAnsweredDoNotFillTheMemory() {
    PendingCalls calls = new PendingCalls();
    for (int i = 0; i < 100_000; i++) {
      calls.add("s" + i, "w/x", 100);
    }
    assertEquals(true, calls.size() <= 200, "size " + calls.size());
    assertEquals(true, calls.removeTarget("w/x").contains("s99999"));
  }

  @Test
  void anOldCallIsStillAnswered() {
    PendingCalls calls = new PendingCalls();
    calls.add("old", "w/x", 2);
    calls.add("b", "w/y", 2);
    calls.add("c", "w/y", 2);
    calls.remove("old");
    assertEquals(List.of(), calls.removeTarget("w/x"));
  }
}
