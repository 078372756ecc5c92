package io.mycel.runtime.cli;

import java.util.List;

/**
 * The words of a command line that belong to no option.
 *
 * @param placeholder what stands for them in the help, e.g. {@code SOURCE}; empty for none
 * @param least how many there must be
 * @param most how many there may be
 * @param verbatim true if from the first of them on everything is one, as for words that are
 *     another program's; otherwise options may stand behind them, and {@code --} ends the options
 */
public record Operands(String placeholder, int least, int most, boolean verbatim) {
  /** Options only. */
  public static final Operands NONE = new Operands("", 0, 0, false);

  /** From the first operand on, all words. */
  public static Operands verbatim(String placeholder) {
    return new Operands(placeholder, 0, Integer.MAX_VALUE, true);
  }

  /** Exactly one. */
  public static Operands one(String placeholder) {
    return new Operands(placeholder, 1, 1, false);
  }

  /** One, or none. */
  public static Operands optional(String placeholder) {
    return new Operands(placeholder, 0, 1, false);
  }

  /** At least some. */
  public static Operands many(String placeholder, int least) {
    return new Operands(placeholder, least, Integer.MAX_VALUE, false);
  }

  void check(List<String> words) throws UsageException {
    if (words.size() > most) {
      throw new UsageException("unexpected argument '" + words.get(most) + "'");
    }
    if (words.size() < least) {
      throw new UsageException("missing " + placeholder + "; --help tells more");
    }
  }
}
