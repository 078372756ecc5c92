package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attacks on the memory, and the one that nothing ends, each in a JVM of its own. That a plugin
 * which fills the heap is stopped in time is likely and not certain, so those tests are not in the
 * usual run: {@code -DexcludedGroups=none} adds them.
 */
class MemoryAttackTest {

  @Tag("heuristic")
  @ParameterizedTest
  @EnumSource(
      value = Attack.class,
      names = {"ARRAYS", "PROMISES", "FLAT_TEXTS", "BUFFERS", "BUFFERS_IN_CATCH"})
  void whoFillsTheHeapIsStopped(Attack attack) throws Exception {
    String harm = run("unprotected", attack);
    // without a watchdog it takes the memory of all; the last one catches what it gets for it
    assertTrue(Set.of("OutOfMemoryError", "MEMORY").contains(harm), attack + ": " + harm);
    String outcome = run("protected", attack);
    assertTrue(outcome.startsWith("stopped: memory"), attack + ": " + outcome);
  }

  /** It gets nothing, and so takes nothing from others. */
  @Test
  void whoAsksForMoreThanThereIsHarmsNobody() throws Exception {
    assertEquals("MEMORY", run("unprotected", Attack.REPEATED_TEXTS));
    String outcome = run("protected", Attack.REPEATED_TEXTS);
    assertTrue(outcome.contains("there is no memory left"), outcome);
  }

  @Test
  void whatCannotBeStoppedIsReported() throws Exception {
    assertEquals("runaway [victim]", run("protected", Attack.RECURSION_IN_CATCH));
  }

  private static String run(String mode, Attack attack) throws IOException, InterruptedException {
    return Jvm.current().attack(mode, attack);
  }
}
