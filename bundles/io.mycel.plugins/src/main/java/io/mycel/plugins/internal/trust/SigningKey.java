package io.mycel.plugins.internal.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The Ed25519 key by which a publisher signs. As text it is two lines: the private key (PKCS#8, in
 * Base64) and the public one as manifests name it.
 */
public final class SigningKey {
  private static final String ALGORITHM = "Ed25519";

  private final PrivateKey key;
  private final PublisherKey publisher;

  private SigningKey(PrivateKey key, PublisherKey publisher) {
    this.key = key;
    this.publisher = publisher;
  }

  /** A new key. */
  public static SigningKey create() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), PublisherKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  /**
   * Reads a key.
   *
   * @throws SignatureException if it is none
   */
  public static SigningKey parse(String text) throws SignatureException {
    String[] lines = text.strip().split("\\s+");
    if (lines.length != 2) {
      throw new SignatureException("this is no signing key: it has two lines, made by Mycel");
    }
    try {
      byte[] encoded = Base64.getDecoder().decode(lines[0]);
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      SigningKey read = new SigningKey(key, PublisherKey.parse(lines[1]));
      byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
      read.publisher.check(probe, read.sign(probe));
      return read;
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new SignatureException("this is no signing key: " + e.getMessage(), e);
    }
  }

  /** The key as text, to be kept where only its owner can read it. */
  public String text() {
    return Base64.getEncoder().encodeToString(key.getEncoded()) + '\n' + publisher.text() + '\n';
  }

  /** The key by which the signatures are checked. */
  public PublisherKey publisher() {
    return publisher;
  }

  /** The signature of a content, as its file holds it. */
  public byte[] sign(byte[] content) {
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(key);
      signer.update(content);
      return Base64.getEncoder().encode(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs anything", e);
    }
  }
}
