package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.js.internal.worker.JsWorkers.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {

  @Test
  void runawaysAreProblemsAndFailuresThatEndedAreNot() {
    assertEquals(List.of(), Health.problems(new Status(3, 1, 2, List.of())));

    var problems = Health.problems(new Status(3, 1, 2, List.of("public/Mad", "public/Worse")));

    assertEquals(List.of("runaway", "runaway"), problems.stream().map(p -> p.kind()).toList());
    assertEquals(
        List.of("public/Mad", "public/Worse"), problems.stream().map(p -> p.name()).toList());
    assertTrue(problems.get(0).detail().contains("restart the server"), problems::toString);
  }
}
