package io.mycel.plugins.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @Test
  void whatAKeySignsItsPublicKeyChecks() throws Exception {
    SigningKey key = SigningKey.parse(SigningKey.create().text());
    PublisherKey known = PublisherKey.parse(key.publisher().text());
    known.check(CONTENT, key.sign(CONTENT));
    assertEquals(16, known.fingerprint().length());
    byte[] other = "c0ntent".getBytes(StandardCharsets.UTF_8);
    for (byte[] signature :
        List.of(key.sign(other), SigningKey.create().sign(CONTENT), new byte[0], other)) {
      assertThrows(SignatureException.class, () -> known.check(CONTENT, signature));
    }
  }

  /** RFC 8032, 7.1, test 2: other programs sign the same way. */
  @Test
  void signaturesOfOthersAreUnderstood() throws Exception {
    PublisherKey key =
        PublisherKey.parse(
            "ed25519:"
                + base64("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    String signature =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    key.check(new byte[] {0x72}, base64(signature).getBytes(StandardCharsets.US_ASCII));
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  @Test
  void whatIsNoKeyIsRefused() {
    for (String text : List.of("", "ed25519:", "ed25519:AAAA", "rsa:AAAA", "ed25519:*")) {
      String message =
          assertThrows(SignatureException.class, () -> PublisherKey.parse(text), text).getMessage();
      assertTrue(message.contains("'public_key' is no key"), message);
    }
    String first = SigningKey.create().text().split("\n")[0];
    for (String text : List.of("", "a b", first + "\n" + SigningKey.create().publisher().text())) {
      assertThrows(SignatureException.class, () -> SigningKey.parse(text), text);
    }
  }
}
