package io.mycel.plugins.internal.library;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions of a package: npm's ranges ({@code ^1.2}, {@code 1.x}, {@code >=1 <3 || 5}). */
final class NpmRange {
  private static final Pattern COMPARATOR =
      Pattern.compile(
          "([<>]=?|[~^=]|~>)?\\s*[v=]*([\\dxX*]+)(?:\\.([\\dxX*]+))?(?:\\.([\\dxX*]+))?"
              + "(?:-([0-9A-Za-z.-]+))?(?:\\+\\S*)?");
  private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");

  /** Alternatives, each a list of bounds that all must hold. */
  private final List<List<Bound>> alternatives = new ArrayList<>();

  /** How a version stands to the one of a bound. */
  private enum Relation {
    AT_LEAST,
    ABOVE,
    BELOW,
    AT_MOST
  }

  private record Bound(Relation relation, NpmVersion version) {
    boolean holds(NpmVersion candidate) {
      int order = candidate.compareTo(version);
      return switch (relation) {
        case AT_LEAST -> order >= 0;
        case ABOVE -> order > 0;
        case BELOW -> order < 0;
        case AT_MOST -> order <= 0;
      };
    }
  }

  private NpmRange() {}

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException if it is none
   */
  static NpmRange parse(String text) {
    NpmRange range = new NpmRange();
    for (String alternative : text.strip().split("\\|\\|", -1)) {
      range.alternatives.add(bounds(alternative.strip()));
    }
    return range;
  }

  /** True if a version is meant. One before its release is meant only if the range names one. */
  boolean holds(NpmVersion version) {
    return alternatives.stream()
        .anyMatch(
            bounds ->
                bounds.stream().allMatch(bound -> bound.holds(version))
                    && (version.pre().isEmpty()
                        || bounds.stream()
                            .anyMatch(
                                bound ->
                                    !bound.version().pre().isEmpty()
                                        && bound.version().hasNumbersOf(version))));
  }

  private static List<Bound> bounds(String text) {
    List<Bound> bounds = new ArrayList<>();
    Matcher hyphen = HYPHEN.matcher(text);
    if (hyphen.matches()) {
      comparator(">=" + hyphen.group(1), bounds);
      comparator("<=" + hyphen.group(2), bounds);
      return bounds;
    }
    Matcher comparators = COMPARATOR.matcher(text);
    int at = 0;
    while (comparators.find(at) && text.substring(at, comparators.start()).isBlank()) {
      comparator(comparators.group(), bounds);
      at = comparators.end();
    }
    if (!text.substring(at).isBlank()) {
      throw new IllegalArgumentException("'" + text + "' is no range of versions");
    }
    return bounds;
  }

  private static void comparator(String text, List<Bound> bounds) {
    Matcher parts = COMPARATOR.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no range of versions");
    }
    String operator = parts.group(1) == null ? "=" : parts.group(1);
    long[] numbers = new long[3];
    int given = 0;
    while (given < 3 && isNumber(parts.group(given + 2))) {
      numbers[given] = Long.parseLong(parts.group(given + 2));
      given++;
    }
    if (given == 0) {
      return;
    }
    NpmVersion low = NpmVersion.of(numbers[0], numbers[1], numbers[2]);
    if (given == 3 && parts.group(5) != null) {
      low = new NpmVersion(low.major(), low.minor(), low.patch(), parts.group(5));
    }
    boolean whole = given == 3;
    NpmVersion next = next(numbers, given - 1);
    switch (operator) {
      case ">=" -> bounds.add(new Bound(Relation.AT_LEAST, low));
      case "<" -> bounds.add(new Bound(Relation.BELOW, low));
      case ">" ->
          bounds.add(whole ? new Bound(Relation.ABOVE, low) : new Bound(Relation.AT_LEAST, next));
      case "<=" ->
          bounds.add(
              whole ? new Bound(Relation.AT_MOST, low) : new Bound(Relation.BELOW, first(next)));
      case "^" -> between(bounds, low, next(numbers, firstThatCounts(numbers, given)));
      case "~", "~>" -> between(bounds, low, next(numbers, Math.min(given - 1, 1)));
      default -> {
        if (whole) {
          bounds.add(new Bound(Relation.AT_LEAST, low));
          bounds.add(new Bound(Relation.AT_MOST, low));
        } else {
          between(bounds, low, next);
        }
      }
    }
  }

  private static void between(List<Bound> bounds, NpmVersion low, NpmVersion high) {
    bounds.add(new Bound(Relation.AT_LEAST, low));
    bounds.add(new Bound(Relation.BELOW, first(high)));
  }

  private static boolean isNumber(String text) {
    return text != null && text.matches("\\d{1,15}");
  }

  /** What the caret keeps: the first number that is not zero, or the last that is given. */
  private static int firstThatCounts(long[] numbers, int given) {
    for (int i = 0; i < given; i++) {
      if (numbers[i] > 0) {
        return i;
      }
    }
    return given - 1;
  }

  /** The release with a number at a place that is greater by one. */
  private static NpmVersion next(long[] numbers, int place) {
    long[] next = new long[3];
    System.arraycopy(numbers, 0, next, 0, place + 1);
    next[place]++;
    return NpmVersion.of(next[0], next[1], next[2]);
  }

  /** What comes before all that comes before a release. */
  private static NpmVersion first(NpmVersion release) {
    return new NpmVersion(release.major(), release.minor(), release.patch(), "0");
  }
}
