package io.mycel.shell.internal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The socket {@code console.sock} of a data directory, which only the user of this process may
 * connect to. It is made in a folder that nobody else may enter and moved to its place when its
 * mode is right, so that it is never open to others, not even for a moment.
 */
final class ConsoleSocket implements AutoCloseable {
  static final String NAME = "console.sock";
  private static final String STAGING = "console.new";

  /** Systems allow from 103 (macOS) to 107 bytes (Linux). */
  private static final int SAFE_PATH_BYTES = 103;

  private final ServerSocketChannel channel;
  private final Path path;
  private final Object fileKey;

  private ConsoleSocket(ServerSocketChannel channel, Path path) throws IOException {
    this.channel = channel;
    this.path = path;
    this.fileKey = key(path);
  }

  /**
   * Makes the socket, in the place of one that was left behind.
   *
   * @throws IOException with a message for the user: the directory is open to others, its path is
   *     too long, another process listens there
   */
  static ConsoleSocket open(Path directory) throws IOException {
    Path path = directory.resolve(NAME);
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix
        && Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "everybody may write to the data directory " + directory + "; chmod o-w it");
    }
    if (answers(path)) {
      throw new IOException("another process listens at " + path);
    }
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      if (posix) {
        bindInPrivate(channel, directory.resolve(STAGING), path);
      } else {
        Files.deleteIfExists(path);
        bind(channel, path, path);
      }
      return new ConsoleSocket(channel, path);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void bindInPrivate(ServerSocketChannel channel, Path staging, Path path)
      throws IOException {
    Path fresh = staging.resolve("s");
    Files.deleteIfExists(fresh);
    Files.deleteIfExists(staging);
    Files.createDirectory(
        staging,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      bind(channel, fresh, path);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(staging);
    }
  }

  private static void bind(ServerSocketChannel channel, Path place, Path path) throws IOException {
    try {
      channel.bind(UnixDomainSocketAddress.of(place));
    } catch (IOException e) {
      int bytes = place.toString().getBytes(StandardCharsets.UTF_8).length;
      throw new IOException(
          bytes > SAFE_PATH_BYTES
              ? "the path "
                  + path
                  + " is too long for a UNIX socket, which takes about 100 bytes; use a shorter"
                  + " data directory"
              : "cannot listen at " + path + ": " + e.getMessage(),
          e);
    }
  }

  private static boolean answers(Path path) {
    if (!Files.exists(path)) {
      return false;
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return probe.isConnected();
    } catch (IOException e) {
      // left behind by a process that was killed
      return false;
    }
  }

  private static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  Path path() {
    return path;
  }

  /** Blocks until somebody connects; an error once the socket is closed. */
  SocketChannel accept() throws IOException {
    return channel.accept();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Closes the socket and takes its file away, if it is still the one that was made. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (Files.exists(path) && (fileKey == null || fileKey.equals(key(path)))) {
      Files.delete(path);
    }
  }
}
