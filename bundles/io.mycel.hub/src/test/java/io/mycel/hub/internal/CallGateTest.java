package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallGateTest {
  private final CallGate gate = new CallGate();

  @Test
  void closedGateLetsNobodyIn() {
    assertTrue(gate.enter());
    gate.close();
    assertFalse(gate.enter());
  }

  @Test
  void emptyGateIsNotWaitedFor() {
    assertTrue(gate.enter());
    gate.leave();
    gate.close();
    assertEquals(0, gate.awaitEmpty(Duration.ZERO));
  }

  @Test
  void lastToLeaveEndsTheWait() throws Exception {
    assertTrue(gate.enter());
    assertTrue(gate.enter());
    gate.close();
    gate.leave();
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(() -> gate.awaitEmpty(Duration.ofSeconds(30)));
    gate.leave();
    assertEquals(0, waiting.get(10, TimeUnit.SECONDS));
  }

  @Test
  void waitEndsWithTheNumberOfThoseWhoStay() {
    assertTrue(gate.enter());
    assertTrue(gate.enter());
    gate.close();
    assertEquals(2, gate.awaitEmpty(Duration.ofMillis(1)));
  }
}
