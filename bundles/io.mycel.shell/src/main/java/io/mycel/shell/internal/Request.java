package io.mycel.shell.internal;

import java.util.List;
import java.util.Set;

/**
 * What was typed after the name of a command of ours.
 *
 * @param filter what to look for; null for everything
 * @param all {@code --all} was given
 * @param json {@code --json} was given
 */
record Request(String filter, boolean all, boolean json) {

  /**
   * Reads it.
   *
   * @param usage for the message of a mistake
   * @param flags those that the command knows, of {@code --all} and {@code --json}
   * @throws IllegalArgumentException for a flag that it does not know, or more than one filter
   */
  static Request of(String usage, Set<String> flags, List<String> words) {
    String filter = null;
    for (String word : words) {
      if (word.startsWith("-") && !flags.contains(word)) {
        throw new IllegalArgumentException("unknown option " + word + "; usage: " + usage);
      }
      if (!word.startsWith("-")) {
        if (filter != null) {
          throw new IllegalArgumentException("unexpected '" + word + "'; usage: " + usage);
        }
        filter = word;
      }
    }
    return new Request(filter, words.contains("--all"), words.contains("--json"));
  }
}
