package io.mycel.apps.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of an app's source: a multihash (sha2-256) in base58, as Hypha writes it. */
final class Multihash {
  private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final byte SHA2_256 = 0x12;
  private static final byte BYTES = 32;

  private Multihash() {}

  /** The hash of a text. */
  static String of(String text) {
    byte[] digest;
    try {
      digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    byte[] all = new byte[BYTES + 2];
    all[0] = SHA2_256;
    all[1] = BYTES;
    System.arraycopy(digest, 0, all, 2, BYTES);
    // its first byte is not 0, so no digit is lost
    StringBuilder text58 = new StringBuilder();
    for (BigInteger rest = new BigInteger(1, all); rest.signum() > 0; rest = rest.divide(BASE)) {
      text58.append(DIGITS.charAt(rest.mod(BASE).intValue()));
    }
    return text58.reverse().toString();
  }
}
