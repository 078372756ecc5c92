package io.mycel.plugins.internal.bundle;

import java.nio.charset.StandardCharsets;

/**
 * The symbolic name of a plugin's bundle: {@code mycel.plugin.<owner>.<name>[.<tag>]}. Each part is
 * written as in a URL with {@code _} in the place of {@code %}: letters, digits and {@code -} stay,
 * every other byte of UTF-8 becomes {@code _} and two hexadecimal digits. So no two plugins share a
 * name, and nothing in a name can end it: {@code Tif File Importer} is {@code
 * Tif_20File_20Importer}.
 */
public final class BundleName {
  private static final String PREFIX = "mycel.plugin.";
  private static final String HEX = "0123456789abcdef";

  private BundleName() {}

  /**
   * The symbolic name.
   *
   * @param owner whose plugin it is, such as {@code imjoy-team/imjoy-plugins}
   * @param tag null for a plugin without tags
   */
  public static String of(String owner, String name, String tag) {
    String symbolic = PREFIX + part(owner) + '.' + part(name);
    return tag == null ? symbolic : symbolic + '.' + part(tag);
  }

  static String part(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a part of the name of a bundle is empty");
    }
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-') {
        out.append(c);
      } else {
        out.append('_').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0x0f));
      }
    }
    return out.toString();
  }
}
