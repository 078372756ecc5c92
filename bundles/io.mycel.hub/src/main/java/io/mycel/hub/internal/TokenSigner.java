package io.mycel.hub.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs claims of this hub's own making as a JSON web token (RFC 7515 compact form, HS256). */
final class TokenSigner {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** The same for every token. */
  private static final String HEADER =
      BASE64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.US_ASCII)) + ".";

  private final SecretKeySpec key;

  TokenSigner(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The token of some claims, which are the text of a JSON object. */
  String sign(String claims) {
    String signed = HEADER + BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a token with HS256", e);
    }
  }
}
