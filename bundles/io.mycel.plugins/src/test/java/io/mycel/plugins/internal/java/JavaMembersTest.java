package io.mycel.plugins.internal.java;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.api.plugin.PluginId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JavaMembersTest {
  private final List<String> steps = new ArrayList<>();

  /** Knows the difference. */
  public class Resuming {
    public void setup() {
      steps.add("setup");
    }

    public void resume() {
      steps.add("resume");
    }

    public void exit() {
      steps.add("exit");
    }

    public String greet() {
      return "Hello";
    }
  }

  /** Resumes something of its callers. */
  public class Player {
    public void setup() {
      steps.add("setup");
    }

    public String resume(String film) {
      return film;
    }
  }

  private static JavaMembers of(Object service) {
    return JavaMembers.of(
        service, new String[] {service.getClass().getName()}, new PluginId("public", "P"));
  }

  @Test
  void whatThePlatformCallsIsForNobodyElse() {
    JavaMembers members = of(new Resuming());
    assertEquals(Set.of("greet"), members.functions().keySet());
    members.setup().run();
    members.resume().run();
    members.exit().run();
    assertEquals(List.of("setup", "resume", "exit"), steps);
  }

  @Test
  void aResumeWithParametersIsAFunctionAndSetupIsCalledInstead() {
    JavaMembers members = of(new Player());
    assertEquals(Set.of("resume"), members.functions().keySet());
    members.resume().run();
    assertEquals(List.of("setup"), steps);
  }
}
