package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mycel.js.internal.worker.Attack;
import io.mycel.js.internal.worker.Jvm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The isolation {@code process} stops every attack, also those that nothing within a JVM stops for
 * certain. That they work where nobody watches is seen in the tests of the isolation {@code
 * in-jvm}.
 */
class ProcessAttackTest {

  @Test
  void everyAttackIsStopped() throws Exception {
    allAreStopped(Jvm.current());
  }

  @Test
  void everyAttackIsStoppedOnTheJavaThatCompiles() throws Exception {
    Optional<Jvm> jvm = Jvm.compiling();
    assumeTrue(jvm.isPresent(), "there is no Java 25 on this machine (JAVA25_HOME names one)");
    allAreStopped(jvm.get());
  }

  private static void allAreStopped(Jvm jvm) throws Exception {
    List<Attack> attacks =
        Arrays.stream(Attack.values()).filter(a -> a.kind != Attack.Kind.ENDS).toList();
    List<String> args =
        Stream.concat(Stream.of("process"), attacks.stream().map(Attack::name)).toList();
    Map<Attack, String> outcomes = jvm.outcomes(ProcessAttackJvm.class, args);
    String survived =
        attacks.stream()
            .filter(attack -> !isStopped(attack, outcomes.getOrDefault(attack, "nothing was told")))
            .map(attack -> attack + ": " + outcomes.get(attack))
            .collect(Collectors.joining("\n"));
    assertTrue(survived.isEmpty(), survived);
  }

  private static boolean isStopped(Attack attack, String outcome) {
    String limit =
        switch (attack.kind) {
          case ENDLESS, RUNAWAY, MAYBE_RUNAWAY -> "it was stopped: (processor time|memory).*";
          case FLOOD -> "it was stopped: output.*";
          case MEMORY -> "it was stopped: memory.*";
          case ENDS -> throw new AssertionError(attack + " ends by itself");
        };
    return outcome.matches(limit + "\\(its process had ended after \\d+ ms\\)");
  }
}
