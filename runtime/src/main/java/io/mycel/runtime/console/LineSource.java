package io.mycel.runtime.console;

import io.mycel.runtime.cli.Terminal;
import java.io.BufferedReader;
import java.io.InputStreamReader;
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
    return terminal
        .person()
        .map(person -> Stream.generate(() -> person.answer(PROMPT)).takeWhile(Objects::nonNull))
        .orElseGet(
            () ->
                new BufferedReader(new InputStreamReader(terminal.in(), Charset.defaultCharset()))
                    .lines())
        .iterator();
  }
}
