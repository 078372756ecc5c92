package io.mycel.runtime.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of one command line, as text. Spelled as Python's {@code argparse} takes them, since
 * Hypha's options are: {@code --option=value}, {@code --option value}, and for those that take many
 * values {@code --option a b} and {@code --option a --option b} (where Hypha keeps only the last,
 * all are kept).
 */
public final class Arguments {
  private final Map<String, List<String>> texts;
  private final List<String> operands;

  private Arguments(Map<String, List<String>> texts, List<String> operands) {
    this.texts = texts;
    this.operands = operands;
  }

  /**
   * Reads a command line of options only.
   *
   * @param options what is known
   * @param words what was typed, without the command
   */
  public static Arguments parse(List<Option> options, List<String> words) throws UsageException {
    return parse(options, Operands.NONE, words);
  }

  /**
   * Reads a command line.
   *
   * @param options what is known
   * @param operands the other words
   * @param words what was typed, without the command
   */
  public static Arguments parse(List<Option> options, Operands operands, List<String> words)
      throws UsageException {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    int next = 0;
    while (next < words.size()) {
      String word = words.get(next++);
      if (word.equals("--") && operands.most() > 0 && !operands.verbatim()) {
        others.addAll(words.subList(next, words.size()));
        break;
      }
      if (word.startsWith("--")) {
        next = option(options, word, words, next, texts);
        continue;
      }
      others.add(word);
      if (operands.verbatim()) {
        others.addAll(words.subList(next, words.size()));
        break;
      }
    }
    operands.check(others);
    return new Arguments(texts, List.copyOf(others));
  }

  /** Reads an option; returns where the next word stands. */
  private static int option(
      List<Option> options,
      String word,
      List<String> words,
      int start,
      Map<String, List<String>> texts)
      throws UsageException {
    int equals = word.indexOf('=');
    Option option = find(options, equals < 0 ? word : word.substring(0, equals));
    List<String> values = texts.computeIfAbsent(option.name(), name -> new ArrayList<>());
    if (equals >= 0) {
      values.add(word.substring(equals + 1));
      return start;
    }
    int next = start;
    while (next < words.size()
        && !words.get(next).startsWith("--")
        && next - start < option.type().arity().most()) {
      values.add(words.get(next++));
    }
    if (next == start && option.type().arity() == OptionType.Arity.ONE) {
      throw new UsageException("option " + word + " needs a value");
    }
    return next;
  }

  /** What was given for an option, in order; null if it was not given. */
  List<String> texts(String name) {
    return texts.get(name);
  }

  /** The words that belong to no option. */
  public List<String> operands() {
    return operands;
  }

  private static Option find(List<Option> options, String flag) throws UsageException {
    for (Option option : options) {
      if (option.flag().equals(flag)) {
        return option;
      }
    }
    String nearest =
        Nearest.to(flag, options.stream().map(Option::flag).toList())
            .map(name -> "did you mean " + name + "?")
            .orElse("--help lists them all");
    throw new UsageException("unknown option " + flag + "; " + nearest);
  }
}
