package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Attacks on the memory, and the one that nothing ends, each in a JVM of its own. Each is seen to
 * work without protection first: it takes the memory of all. Growth that outruns the watch is what
 * a process of its own is for ({@code ProcessAttackTest}); how often it is stopped inside the JVM
 * is told by {@code -DexcludedGroups=none}, which adds those that are not in the usual run.
 */
class MemoryAttackTest {

  @Tag("heuristic")
  @Test
  void whoFillsTheHeapIsMostlyStopped() throws Exception {
    expectStopped(
        Jvm.current(),
        Attack.BUFFERS,
        Attack.BUFFERS_IN_CATCH,
        Attack.PROMISES,
        Attack.ARRAYS,
        Attack.FLAT_TEXTS);
  }

  @Tag("heuristic")
  @Test
  void alsoWhereJavaScriptIsCompiled() throws Exception {
    expectStopped(
        compiling(),
        Attack.BUFFERS,
        Attack.BUFFERS_IN_CATCH,
        Attack.PROMISES,
        Attack.ARRAYS,
        Attack.FLAT_TEXTS);
  }

  private static Jvm compiling() throws Exception {
    Optional<Jvm> jvm = Jvm.compiling();
    assumeTrue(jvm.isPresent(), "there is no Java 25 on this machine (JAVA25_HOME names one)");
    return jvm.get();
  }

  private static void expectStopped(Jvm jvm, Attack... attacks) throws Exception {
    for (Attack attack : attacks) {
      assertEquals(Jvm.STARVED, jvm.harm(attack), attack + " without protection");
      String outcome = jvm.attack("protected", attack);
      assertTrue(outcome.startsWith("stopped: memory"), attack + ": " + outcome);
    }
  }

  /** It gets nothing, and so takes nothing from others. */
  @Test
  void whoAsksForMoreThanThereIsHarmsNobody() throws Exception {
    Jvm jvm = Jvm.current();
    assertEquals("MEMORY", jvm.attack("unprotected", Attack.REPEATED_TEXTS));
    String outcome = jvm.attack("protected", Attack.REPEATED_TEXTS);
    assertTrue(outcome.contains("there is no memory left"), outcome);
  }

  @Test
  void whatCannotBeStoppedIsReported() throws Exception {
    Jvm jvm = Jvm.current();
    assertEquals("running", jvm.attack("unprotected", Attack.RECURSION_IN_CATCH));
    assertEquals("runaway [victim]", jvm.attack("protected", Attack.RECURSION_IN_CATCH));
  }
}
