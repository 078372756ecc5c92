package io.mycel.plugins.internal.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds plugins by words. Every word of the question must begin some word of the plugin's name,
 * labels, type or description; those count in this order.
 */
public final class Search {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final List<Indexed> plugins;

  /** A plugin with what it is found by, in lower case, each word behind a blank. */
  private record Indexed(RepositoryEntry entry, String name, String labels, String description) {

    /** How well a word fits; 0 if it does not. */
    int fits(String word) {
      if (name.equals(word + " ")) {
        return 100;
      }
      if (name.startsWith(word)) {
        return 50;
      }
      if (name.contains(word)) {
        return 30;
      }
      return labels.contains(word) ? 10 : description.contains(word) ? 3 : 0;
    }
  }

  private record Found(RepositoryEntry entry, int score) {}

  /** An index of plugins. */
  public Search(List<RepositoryEntry> entries) {
    this.plugins =
        entries.stream()
            .map(
                entry ->
                    new Indexed(
                        entry,
                        words(entry.name()),
                        words(String.join(" ", entry.labels()) + " " + entry.type()),
                        words(entry.description() + " " + entry.repository())))
            .toList();
  }

  private static String words(String text) {
    return " " + String.join(" ", BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))).strip() + " ";
  }

  /**
   * The plugins that fit, the best first.
   *
   * @param question words; all plugins fit if there are none
   */
  public List<RepositoryEntry> find(String question) {
    List<String> wanted = new ArrayList<>();
    for (String word : BETWEEN_WORDS.split(question.toLowerCase(Locale.ROOT))) {
      if (!word.isEmpty()) {
        wanted.add(" " + word);
      }
    }
    List<Found> found = new ArrayList<>();
    for (Indexed plugin : plugins) {
      int score = 1;
      for (String word : wanted) {
        int fits = plugin.fits(word);
        score = fits == 0 || score == 0 ? 0 : score + fits;
      }
      if (score > 0) {
        found.add(new Found(plugin.entry(), score));
      }
    }
    return found.stream()
        .sorted(
            Comparator.comparingInt(Found::score)
                .reversed()
                .thenComparing(each -> each.entry().name(), String.CASE_INSENSITIVE_ORDER)
                .thenComparing(each -> each.entry().repository()))
        .map(Found::entry)
        .toList();
  }
}
