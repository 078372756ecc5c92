package io.mycel.plugins.internal.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Packages as npm packs them, written by hand. */
public final class Tars {
  private static final int BLOCK = 512;

  private Tars() {}

  /** A package of files, by their whole names. */
  public static byte[] tgz(Map<String, String> files) {
    return gzip(tar(files));
  }

  /** The same, not packed. */
  public static byte[] tar(Map<String, String> files) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    files.forEach(
        (name, text) -> {
          if (name.length() > 99) {
            String record = " path=" + name + "\n";
            int length = record.length() + 3;
            entry(tar, "PaxHeader", 'x', length + record);
          }
          entry(tar, name.substring(0, Math.min(99, name.length())), '0', text);
        });
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  /** An archive with one entry of any type. */
  public static byte[] tgz(String name, char type, String text) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, name, type, text);
    return gzip(tar.toByteArray());
  }

  /** Packed. */
  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void entry(ByteArrayOutputStream tar, String name, char type, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 124, "%011o".formatted(content.length));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar");
    long sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** As a registry tells it. */
  public static String integrity(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(content);
      return "sha512-" + Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
