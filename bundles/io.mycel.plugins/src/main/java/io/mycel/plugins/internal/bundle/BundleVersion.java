package io.mycel.plugins.internal.bundle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a plugin's bundle, of what its author wrote and of its content. The rule:
 *
 * <ul>
 *   <li>up to three leading numbers are major, minor and micro, a leading {@code v} is ignored:
 *       {@code v0.1} is {@code 0.1.0};
 *   <li>the qualifier begins with {@code r} (a release), further numbers and the rest, or with
 *       {@code b} (before the release) if what follows the numbers begins with {@code -} or a
 *       letter, so that {@code 0.1.8-beta} comes before {@code 0.1.8}, and that before {@code
 *       0.1.8.1};
 *   <li>it ends with 12 hexadecimal digits of the SHA-256 of the file, so that no two contents are
 *       taken for each other.
 * </ul>
 */
public final class BundleVersion {
  private static final Pattern NUMBERS =
      Pattern.compile("[vV]?(\\d+(?:\\.\\d+)*)(.*)", Pattern.DOTALL);
  private static final BigInteger MAX = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final int MAX_REST = 40;
  private static final int HASH_DIGITS = 12;

  private BundleVersion() {}

  /**
   * The version.
   *
   * @param version as its author wrote it
   * @param sha256 of the plugin file, in hexadecimal digits
   */
  public static String of(String version, String sha256) {
    Matcher parts = NUMBERS.matcher(version.strip());
    String numbers = "0";
    String rest = version.strip();
    if (parts.matches()) {
      numbers = parts.group(1);
      rest = parts.group(2);
    }
    List<String> all = new ArrayList<>();
    for (String number : numbers.split("\\.")) {
      // larger numbers than OSGi takes are dates or hashes: the order among them is lost
      all.add(new BigInteger(number).min(MAX).toString());
    }
    while (all.size() < 3) {
      all.add("0");
    }
    // "+" begins what does not count (semantic versioning 2.0)
    boolean before = !rest.isEmpty() && rest.charAt(0) != '+' && rest.charAt(0) != '.';
    StringBuilder qualifier = new StringBuilder(before ? "b" : "r");
    for (String number : all.subList(3, all.size())) {
      qualifier.append("%010d".formatted(Long.parseLong(number)));
    }
    String plain = rest.replaceAll("[^A-Za-z0-9]", "-").replaceAll("^-+", "");
    if (!plain.isEmpty()) {
      qualifier.append('-').append(plain, 0, Math.min(plain.length(), MAX_REST));
    }
    qualifier.append('-').append(sha256, 0, HASH_DIGITS);
    return String.join(".", all.subList(0, 3)) + '.' + qualifier;
  }
}
