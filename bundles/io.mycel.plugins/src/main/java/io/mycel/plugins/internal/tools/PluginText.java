package io.mycel.plugins.internal.tools;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A plugin file as it is on the disk.
 *
 * @param name in messages
 * @param sha256 of its bytes
 */
record PluginText(String name, String text, String sha256) {
  /** In bytes; four for each of the characters that a plugin file may have. */
  private static final long MAX_BYTES = 20L * 1024 * 1024;

  /**
   * Reads a file.
   *
   * @throws IOException whose message says what is wrong with it
   */
  static PluginText read(Path file) throws IOException {
    String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": there is no such file");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(
          file + ": it has more than " + MAX_BYTES + " bytes; let the plugin load its data");
    }
    byte[] content = Files.readAllBytes(file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return new PluginText(name, text, sha256(content));
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": it is no text in UTF-8; save it in that encoding", e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
