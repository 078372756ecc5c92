package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PendingCallsTest {

  @Test
  void tellsTheCallsToOneTargetOnce() {
    PendingCalls calls = new PendingCalls(10);
    calls.add("a", "w/x");
    calls.add("b", "w/y");
    calls.add("c", "w/x");
    assertEquals(List.of("a", "c"), calls.removeTarget("w/x").stream().sorted().toList());
    assertEquals(List.of(), calls.removeTarget("w/x"));
    assertEquals(1, calls.size());
  }

  @Test
  void anAnsweredCallIsForgotten() {
    PendingCalls calls = new PendingCalls(10);
    calls.add("a", "w/x");
    calls.remove("a");
    assertEquals(List.of(), calls.removeTarget("w/x"));
  }

  @Test
  void callsThatAreNeverAnsweredDoNotFillTheMemory() {
    PendingCalls calls = new PendingCalls(100);
    for (int i = 0; i < 100_000; i++) {
      calls.add("s" + i, "w/x");
    }
    assertEquals(true, calls.size() <= 200, "size " + calls.size());
    assertEquals(true, calls.removeTarget("w/x").contains("s99999"));
  }

  @Test
  void anOldCallIsStillAnswered() {
    PendingCalls calls = new PendingCalls(2);
    calls.add("old", "w/x");
    calls.add("b", "w/y");
    calls.add("c", "w/y");
    calls.remove("old");
    assertEquals(List.of(), calls.removeTarget("w/x"));
  }
}
