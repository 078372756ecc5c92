package io.mycel.runtime.console;

import io.mycel.runtime.cli.Terminal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;

/** The lines that a user types behind a prompt, or those of a script. */
final class LineSource {
  private static final String PROMPT = "mycel> ";

  private LineSource() {}

  /** Lines as they come; the iterator blocks until there is one. */
  static Iterator<String> of(Terminal terminal) {
    // The JDK's own line editor, where it has one (22 and newer).
    System.setProperty("jdk.console", System.getProperty("jdk.console", "jdk.internal.le"));
    Console console = System.console();
    if (console != null && isTerminal(console)) {
      return Stream.generate(() -> console.readLine(PROMPT)).takeWhile(Objects::nonNull).iterator();
    }
    return new BufferedReader(new InputStreamReader(terminal.in(), Charset.defaultCharset()))
        .lines()
        .iterator();
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
