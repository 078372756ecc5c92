package io.mycel.apps.internal;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names for the clients of sessions, as Hypha writes them. */
final class ClientIds {
  private static final String PREFIX = "_rapp_";
  private static final int BYTES = 10;

  private final SecureRandom random = new SecureRandom();

  String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + HexFormat.of().formatHex(bytes);
  }
}
