package io.mycel.runtime.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a command has of the world outside.
 *
 * @param in what the user types, or a script
 * @param out what was asked for
 * @param err errors, progress and logs
 * @param environment the environment variables
 * @param keyboard looks who answers questions; empty if no person sits there
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Supplier<Optional<Person>> keyboard) {

  /** Somebody who can be asked. */
  @FunctionalInterface
  public interface Person {

    /** Asks, and waits for a line; null if there is none any more. */
    String answer(String question);
  }

  /** A terminal where nobody answers. */
  public Terminal(
      InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    this(in, out, err, environment, Optional::empty);
  }

  /** Who answers questions; empty if no person sits there. */
  public Optional<Person> person() {
    return keyboard.get();
  }
}
