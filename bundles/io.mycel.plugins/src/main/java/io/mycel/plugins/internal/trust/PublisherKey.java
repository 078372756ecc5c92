package io.mycel.plugins.internal.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The Ed25519 key by which a publisher's signatures are checked. As text it is {@code ed25519:} and
 * the 32 bytes of the key (RFC 8032) in Base64; a signature is 64 bytes in Base64.
 */
public final class PublisherKey {
  private static final String ALGORITHM = "Ed25519";
  private static final String PREFIX = "ed25519:";
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final int FINGERPRINT_BYTES = 8;

  /** What stands before the key in a SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String text;
  private final PublicKey key;

  private PublisherKey(String text, PublicKey key) {
    this.text = text;
    this.key = key;
  }

  /**
   * Reads a key.
   *
   * @throws SignatureException if it is none
   */
  public static PublisherKey parse(String text) throws SignatureException {
    byte[] raw = text.startsWith(PREFIX) ? base64(text.substring(PREFIX.length())) : new byte[0];
    if (raw.length != KEY_BYTES) {
      throw new SignatureException(
          "its 'public_key' is no key: it must be '" + PREFIX + "' and 32 bytes in Base64");
    }
    try {
      byte[] encoded = Arrays.copyOf(HEADER, HEADER.length + KEY_BYTES);
      System.arraycopy(raw, 0, encoded, HEADER.length, KEY_BYTES);
      return of(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new SignatureException("its 'public_key' is no key: " + e.getMessage(), e);
    }
  }

  /** The key as a publisher's manifest names it. */
  static PublisherKey of(PublicKey key) {
    byte[] encoded = key.getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    return new PublisherKey(PREFIX + Base64.getEncoder().encodeToString(raw), key);
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /**
   * Checks that the publisher has signed a content.
   *
   * @param signature in Base64, as its file holds it
   * @throws SignatureException if not
   */
  public void check(byte[] content, byte[] signature) throws SignatureException {
    byte[] raw = base64(new String(signature, StandardCharsets.US_ASCII));
    if (raw.length != SIGNATURE_BYTES) {
      throw new SignatureException("its signature is damaged: it must be 64 bytes in Base64");
    }
    boolean good;
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(content);
      good = verifier.verify(raw);
    } catch (GeneralSecurityException e) {
      throw new SignatureException("its signature cannot be checked: " + e.getMessage(), e);
    }
    if (!good) {
      throw new SignatureException(
          "it is not what its publisher has signed with the key "
              + fingerprint()
              + "; somebody has changed it, or its signature was forgotten: tell the publisher");
    }
  }

  /** The key as text. */
  public String text() {
    return text;
  }

  /** Short for the key: 16 hexadecimal digits that people can compare. */
  public String fingerprint() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
