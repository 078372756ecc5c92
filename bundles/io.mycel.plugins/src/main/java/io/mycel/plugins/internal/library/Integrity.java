package io.mycel.plugins.internal.library;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash of a package, as a registry tells it (W3C Subresource Integrity; SHA-1 if that is all).
 */
record Integrity(String algorithm, byte[] hash) {
  private static final List<String> STRONGEST_FIRST = List.of("sha512", "sha384", "sha256", "sha1");

  /**
   * Reads what a registry says.
   *
   * @param integrity empty for none
   * @param shasum SHA-1 in hexadecimal digits; empty for none
   * @throws IOException if there is neither
   */
  static Integrity of(String integrity, String shasum) throws IOException {
    for (String algorithm : STRONGEST_FIRST) {
      for (String each : integrity.strip().split("\\s+")) {
        if (each.startsWith(algorithm + "-")) {
          try {
            String base64 = each.substring(algorithm.length() + 1).split("\\?", 2)[0];
            return new Integrity(algorithm, Base64.getDecoder().decode(base64));
          } catch (IllegalArgumentException e) {
            throw new IOException("the registry's 'integrity' is damaged: " + each, e);
          }
        }
      }
    }
    if (shasum.matches("[0-9a-fA-F]{40}")) {
      return new Integrity("sha1", HexFormat.of().parseHex(shasum));
    }
    throw new IOException("the registry tells no hash of the package; it cannot be checked");
  }

  void check(byte[] content) throws IOException {
    byte[] found;
    try {
      found = MessageDigest.getInstance(algorithm.replace("sha", "SHA-")).digest(content);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no " + algorithm, e);
    }
    if (!MessageDigest.isEqual(found, hash)) {
      throw new IOException(
          "the package is not the one that the registry lists: its "
              + text(found)
              + ", listed is "
              + this);
    }
  }

  private String text(byte[] bytes) {
    return algorithm + "-" + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return text(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Integrity that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
