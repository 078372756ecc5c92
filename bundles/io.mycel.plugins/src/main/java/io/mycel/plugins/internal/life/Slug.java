package io.mycel.plugins.internal.life;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The id of a plugin's client and service at the hub, made of its name: in lower case, accents
 * dropped, a hyphen for whatever is no letter and no digit. {@code Tif File Importer} is {@code
 * tif-file-importer}.
 */
public final class Slug {
  private Slug() {}

  /**
   * The id.
   *
   * @throws IllegalArgumentException if nothing is left of the name
   */
  public static String of(String name) {
    StringBuilder slug = new StringBuilder();
    Normalizer.normalize(name, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> append(slug, c));
    int end = slug.length();
    if (end > 0 && slug.charAt(end - 1) == '-') {
      slug.setLength(end - 1);
    }
    if (slug.isEmpty()) {
      throw new IllegalArgumentException(
          "the name '" + name + "' has no letter and no digit; its service needs an id of them");
    }
    return slug.toString();
  }

  private static void append(StringBuilder slug, int c) {
    if (Character.isLetterOrDigit(c)) {
      slug.appendCodePoint(c);
    } else if (!slug.isEmpty() && slug.charAt(slug.length() - 1) != '-') {
      slug.append('-');
    }
  }
}
