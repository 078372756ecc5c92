package io.mycel.runtime.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** The terminal at which a person types, if there is one. */
public final class Keyboard {
  private Keyboard() {}

  /** The console of the JDK, where both the input and the output are a terminal. */
  public static Optional<Console> console() {
    // The JDK's own line editor, where it has one (22 and newer).
    System.setProperty("jdk.console", System.getProperty("jdk.console", "jdk.internal.le"));
    return Optional.ofNullable(System.console()).filter(Keyboard::isTerminal);
  }

  /** Since 22 there is a console for pipes too, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Console.isTerminal", e);
    }
  }
}
