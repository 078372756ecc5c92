package io.mycel.runtime.serve;

import io.mycel.runtime.cli.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What administration asks for: 256 random bits in URL-safe Base64, made at the first start and
 * kept where only this user can read it.
 */
final class ConnectionToken {
  private static final String FILE = "connection-token";
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

  private ConnectionToken() {}

  /** The token of a data directory, made if there is none yet. */
  static String of(Path directory) throws UsageException {
    Path file = directory.resolve(FILE);
    try {
      boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
      if (!Files.exists(file)) {
        write(file, posix);
      } else if (posix && !Files.getPosixFilePermissions(file).equals(MODE)) {
        Files.setPosixFilePermissions(file, MODE);
      }
      String token = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      if (FORM.matcher(token).matches()) {
        return token;
      }
    } catch (IOException e) {
      throw new UsageException("cannot read or write " + file + ": " + e.getMessage(), e);
    }
    throw new UsageException(file + " holds no token; delete it, and a new one is made");
  }

  private static void write(Path file, boolean posix) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String line = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MODE)}
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(file, fresh, attributes)) {
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }
}
