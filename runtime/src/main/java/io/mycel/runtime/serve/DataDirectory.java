package io.mycel.runtime.serve;

import io.mycel.runtime.cli.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of one running Mycel, locked against a second one until it is closed. */
public final class DataDirectory implements AutoCloseable {
  /** Far behind the text of the file, since Windows lets nobody read what is locked. */
  private static final long LOCK_POSITION = Long.MAX_VALUE - 1;

  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** Makes the directory if it is not there, for this user only, and locks it. */
  static DataDirectory open(Path path) throws UsageException {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path, privateDirectory(path));
      }
      return lock(path);
    } catch (IOException e) {
      throw new UsageException(
          "cannot use the data directory "
              + path
              + " ("
              + reason(e)
              + "); choose one by --data-dir",
          e);
    }
  }

  /** True if a Mycel, in any process, runs at this directory now. */
  public static boolean isUsed(Path path) throws IOException {
    Path file = path.resolve(LOCK);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !tryLock(channel);
    }
  }

  /** The directory itself. */
  Path path() {
    return path;
  }

  /** Where the framework keeps its bundles between starts. */
  Path cache() {
    return path.resolve("cache");
  }

  /** Unlocks the directory. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private static DataDirectory lock(Path path) throws IOException, UsageException {
    Path file = path.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = tryLock(channel);
      if (!locked) {
        String owner = Files.readString(file).strip();
        throw new UsageException(
            "another Mycel (process "
                + owner
                + ") uses the data directory "
                + path
                + "; stop it, or choose another by --data-dir");
      }
      byte[] process =
          Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.truncate(0).write(ByteBuffer.wrap(process), 0);
      return new DataDirectory(path, channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCK_POSITION, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // The other one is in this JVM.
      return false;
    }
  }

  private static FileAttribute<?>[] privateDirectory(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException e) {
    // The message of a FileSystemException is often only the path.
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }
}
