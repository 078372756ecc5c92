package io.mycel.hub.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * What nobody else may know: the secret that signs tokens, and the connection token. As configured,
 * or made once and kept in the data directory, readable by its owner only.
 */
final class Secret {
  private static final String FILE = "jwt-secret";
  private static final int BYTES = 48;
  private static final String CONNECTION_TOKEN = "connection-token";
  private static final int CONNECTION_TOKEN_BYTES = 32;

  private Secret() {}

  /**
   * The token of those who run this server.
   *
   * @param configured taken as it is, if not empty
   * @param dataDir where it is kept otherwise; empty for no such token
   * @throws IOException if the file can neither be read nor made
   */
  static String connectionToken(String configured, String dataDir) throws IOException {
    if (!configured.isEmpty() || dataDir.isEmpty()) {
      return configured;
    }
    byte[] token = keep(dataDir, CONNECTION_TOKEN, CONNECTION_TOKEN_BYTES);
    return new String(token, StandardCharsets.US_ASCII);
  }

  /**
   * The bytes of the secret.
   *
   * @param configured taken as it is, if not empty
   * @param dataDir where it is kept otherwise; empty to keep it nowhere
   * @throws IOException if the file can neither be read nor made
   */
  static byte[] load(String configured, String dataDir) throws IOException {
    if (!configured.isEmpty()) {
      return configured.getBytes(StandardCharsets.UTF_8);
    }
    if (dataDir.isEmpty()) {
      return random(BYTES).getBytes(StandardCharsets.US_ASCII);
    }
    return keep(dataDir, FILE, BYTES);
  }

  private static byte[] keep(String dataDir, String name, int bytes) throws IOException {
    Path file = Files.createDirectories(Path.of(dataDir)).resolve(name);
    try {
      create(file, bytes);
    } catch (FileAlreadyExistsException kept) {
      // made at an earlier start
      return read(file);
    }
    return read(file);
  }

  private static void create(Path file, int bytes) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (var out =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
      out.write(StandardCharsets.US_ASCII.encode(random(bytes)));
    }
  }

  private static byte[] read(Path file) throws IOException {
    byte[] secret = Files.readString(file).strip().getBytes(StandardCharsets.US_ASCII);
    if (secret.length < 32) {
      throw new IOException(
          file + " holds no secret of 32 characters or more; delete it, and a new one is made");
    }
    return secret;
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
