package io.mycel.plugins.internal.library;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of npm (Semantic Versioning 2.0).
 *
 * @param pre what follows the numbers; empty for a release
 */
record NpmVersion(BigInteger major, BigInteger minor, BigInteger patch, String pre)
    implements Comparable<NpmVersion> {
  private static final Pattern FORM =
      Pattern.compile("[v=]*(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z.-]+))?(?:\\+.*)?");

  static Optional<NpmVersion> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches()
        ? Optional.of(
            new NpmVersion(
                new BigInteger(form.group(1)),
                new BigInteger(form.group(2)),
                new BigInteger(form.group(3)),
                form.group(4) == null ? "" : form.group(4)))
        : Optional.empty();
  }

  static NpmVersion of(long major, long minor, long patch) {
    return new NpmVersion(
        BigInteger.valueOf(major), BigInteger.valueOf(minor), BigInteger.valueOf(patch), "");
  }

  boolean hasNumbersOf(NpmVersion other) {
    return major.equals(other.major) && minor.equals(other.minor) && patch.equals(other.patch);
  }

  @Override
  public int compareTo(NpmVersion other) {
    int numbers = major.compareTo(other.major);
    numbers = numbers != 0 ? numbers : minor.compareTo(other.minor);
    numbers = numbers != 0 ? numbers : patch.compareTo(other.patch);
    if (numbers != 0 || pre.equals(other.pre)) {
      return numbers;
    }
    if (pre.isEmpty() || other.pre.isEmpty()) {
      return pre.isEmpty() ? 1 : -1;
    }
    return compare(pre.split("\\."), other.pre.split("\\."));
  }

  private static int compare(String[] one, String[] other) {
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      boolean number = one[i].matches("\\d+");
      boolean otherNumber = other[i].matches("\\d+");
      int order =
          number && otherNumber
              ? new BigInteger(one[i]).compareTo(new BigInteger(other[i]))
              : number != otherNumber ? (number ? -1 : 1) : one[i].compareTo(other[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.length, other.length);
  }

  @Override
  public String toString() {
    String numbers = major + "." + minor + "." + patch;
    return pre.isEmpty() ? numbers : numbers + "-" + pre;
  }
}
