package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The attacks of {@link AttackTest} where JavaScript is compiled: on Java 25, if it is there. Each
 * is seen to work without protection first.
 */
class CompiledAttackTest {
  /** Compiled, these fill the heap while they take the processor. */
  private static final Set<Attack> GROWING = EnumSet.of(Attack.HUGE_ARRAY, Attack.BIG_INTEGER);

  private static final String GAVE_UP = "internal error of the JavaScript engine";

  private static Map<Attack, String> unprotected;
  private static Map<Attack, String> outcomes;

  /** All in two JVMs: starting one, and its compiler, takes longer than most attacks. */
  @BeforeAll
  static void attack() throws Exception {
    Optional<Jvm> jvm = Jvm.compiling();
    assumeTrue(jvm.isPresent(), "there is no Java 25 on this machine (JAVA25_HOME names one)");
    List<Attack> all =
        Arrays.stream(Attack.values()).filter(a -> a.kind != Attack.Kind.MEMORY).toList();
    List<Attack> endless =
        all.stream().filter(a -> a.kind != Attack.Kind.ENDS && !GROWING.contains(a)).toList();
    unprotected = jvm.get().attack("unprotected", endless);
    for (Attack attack : GROWING) {
      String harm = jvm.get().harm(attack);
      unprotected.put(attack, harm.equals(Jvm.STARVED) ? "running" : harm);
    }
    outcomes = jvm.get().attack("protected", all);
  }

  @ParameterizedTest
  @EnumSource(
      value = Attack.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ARRAYS", "PROMISES", "FLAT_TEXTS", "REPEATED_TEXTS", "BUFFERS", "BUFFERS_IN_CATCH"})
  void theWallHoldsAlsoForCompiledCode(Attack attack) {
    String outcome = outcomes.getOrDefault(attack, "nothing was told");
    if (attack.kind == Attack.Kind.MAYBE_RUNAWAY
        && (outcome.endsWith(GAVE_UP) || unprotected.get(attack).endsWith(GAVE_UP))) {
      return;
    }
    if (attack.kind != Attack.Kind.ENDS) {
      assertEquals("running", unprotected.get(attack), attack.name());
    }
    String wanted =
        switch (attack.kind) {
          case ENDLESS -> "stopped: "; // one of them fills the heap before
          case FLOOD -> "stopped: output";
          case ENDS -> "ended: ";
          case MEMORY -> throw new AssertionError(attack + " is not for this test");
          case RUNAWAY, MAYBE_RUNAWAY -> "runaway [victim]";
        };
    assertTrue(outcome.startsWith(wanted), attack + ": " + outcome);
  }
}
