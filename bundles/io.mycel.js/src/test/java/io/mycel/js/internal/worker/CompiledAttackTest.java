package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same attacks where JavaScript is compiled: on Java 25, if it is there. Not those on the
 * memory: compiled code fills the heap faster than anybody looks, so that they belong into a
 * process, as the README says.
 */
class CompiledAttackTest {

  @ParameterizedTest
  @EnumSource(
      value = Attack.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ARRAYS", "PROMISES", "FLAT_TEXTS", "REPEATED_TEXTS", "BUFFERS", "BUFFERS_IN_CATCH"})
  void theWallHoldsAlsoForCompiledCode(Attack attack) throws Exception {
    Optional<Jvm> jvm = Jvm.compiling();
    assumeTrue(jvm.isPresent(), "there is no Java 25 on this machine (JAVA25_HOME names one)");
    String outcome = jvm.get().attack("protected", attack);
    String wanted =
        switch (attack.kind) {
          case ENDLESS -> "stopped: "; // one of them fills the heap before
          case FLOOD -> "stopped: output";
          case ENDS -> "ended: ";
          case MEMORY -> throw new AssertionError(attack + " is not for this test");
          case RUNAWAY -> "runaway [victim]";
        };
    assertTrue(outcome.startsWith(wanted) && !outcome.isEmpty(), attack + ": " + outcome);
  }
}
