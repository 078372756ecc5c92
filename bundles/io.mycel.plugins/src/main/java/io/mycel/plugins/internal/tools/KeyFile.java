package io.mycel.plugins.internal.tools;

import io.mycel.plugins.internal.trust.SignatureException;
import io.mycel.plugins.internal.trust.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The key of a publisher in a file. */
final class KeyFile {
  private static final int MAX_BYTES = 4096;

  private KeyFile() {}

  /** Makes a new one; returns the public key. */
  static String create(Path file) throws IOException {
    SigningKey key = SigningKey.create();
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(file, fresh, attributes)) {
      channel.write(ByteBuffer.wrap(key.text().getBytes(StandardCharsets.US_ASCII)));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          file + " is there already: users remember keys, so it is not overwritten", e);
    }
    return key.publisher().text();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException that says why it cannot be used
   */
  static SigningKey read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "there is no key " + file + "; make one by 'mycel plugin key " + file + "'");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(file + ": this is no signing key: it is too long");
    }
    try {
      return SigningKey.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (SignatureException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
