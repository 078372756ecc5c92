package io.mycel.plugins.internal.library;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IntegrityTest {
  private static final byte[] GOOD = "good".getBytes(StandardCharsets.UTF_8);
  private static final byte[] EVIL = "evil".getBytes(StandardCharsets.UTF_8);

  private static byte[] digest(String algorithm, byte[] content) throws Exception {
    return MessageDigest.getInstance(algorithm).digest(content);
  }

  private static String hash(String algorithm, byte[] content) throws Exception {
    return algorithm.toLowerCase().replace("-", "")
        + "-"
        + Base64.getEncoder().encodeToString(digest(algorithm, content));
  }

  private static void assertGoodOnly(Integrity integrity) {
    assertDoesNotThrow(() -> integrity.check(GOOD));
    String message = assertThrows(IOException.class, () -> integrity.check(EVIL)).getMessage();
    assertTrue(message.contains("is not the one that the registry lists"), message);
  }

  @Test
  void everyKindOfHashIsChecked() throws Exception {
    for (String algorithm : new String[] {"SHA-512", "SHA-384", "SHA-256", "SHA-1"}) {
      assertGoodOnly(Integrity.of(hash(algorithm, GOOD), ""));
    }
    assertGoodOnly(Integrity.of("", HexFormat.of().formatHex(digest("SHA-1", GOOD))));
  }

  @Test
  void theStrongestHashCounts() throws Exception {
    String sha1OfEvil = hash("SHA-1", EVIL);
    String shasumOfEvil = HexFormat.of().formatHex(digest("SHA-1", EVIL));
    assertGoodOnly(
        Integrity.of(
            sha1OfEvil + " " + hash("SHA-256", EVIL) + " " + hash("SHA-512", GOOD) + "?x",
            shasumOfEvil));
    assertGoodOnly(Integrity.of(hash("SHA-256", GOOD) + " " + sha1OfEvil, shasumOfEvil));
  }

  @Test
  void withoutAHashNothingIsGood() {
    for (String[] said :
        new String[][] {{"", ""}, {"md5-xx", ""}, {"", "abc"}, {"sha512-%%%", ""}}) {
      assertThrows(IOException.class, () -> Integrity.of(said[0], said[1]));
    }
    assertEquals(
        "sha1", assertDoesNotThrow(() -> Integrity.of("md5-x", "0".repeat(40))).algorithm());
  }
}
