package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;
import java.security.SecureRandom;

/**
 * Names of workspaces, clients and users: making new ones, and checking those that clients choose.
 */
final class Names {
  /** Digits and letters that nobody mixes up, as in short UUIDs. */
  private static final String ALPHABET =
      "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private static final int LENGTH = 22;

  /** Values of a byte from here on would make some characters likelier than others. */
  private static final int FAIR = 256 / ALPHABET.length() * ALPHABET.length();

  private static final int MAX_LENGTH = 255;

  private final SecureRandom random = new SecureRandom();

  /** 22 characters, 128 random bits. */
  String unique() {
    StringBuilder name = new StringBuilder(LENGTH);
    byte[] bytes = new byte[LENGTH + 8];
    while (name.length() < LENGTH) {
      // all at once: each request of a secure generator costs as much as many bytes
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length && name.length() < LENGTH; i++) {
        int value = bytes[i] & 0xff;
        if (value < FAIR) {
          name.append(ALPHABET.charAt(value % ALPHABET.length()));
        }
      }
    }
    return name.toString();
  }

  /**
   * Checks a name that becomes half of an address.
   *
   * @param what what it names, for the message
   * @throws HubException if it is empty, too long, or has a character with a meaning in addresses
   */
  static String check(String what, String name) {
    if (name == null || name.isEmpty()) {
      throw new HubException(HubException.Kind.INVALID, what + " is missing");
    }
    if (name.length() > MAX_LENGTH) {
      throw new HubException(
          HubException.Kind.INVALID, what + " is longer than " + MAX_LENGTH + " characters");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/'
          || c == ':'
          || c == '*'
          || Character.isISOControl(c)
          || Character.isWhitespace(c)) {
        throw new HubException(
            HubException.Kind.INVALID,
            what + " must not contain '/', ':', '*', white space or control characters");
      }
    }
    return name;
  }
}
