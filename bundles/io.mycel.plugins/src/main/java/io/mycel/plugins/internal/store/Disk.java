package io.mycel.plugins.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files whole or not at all: whoever reads one sees what stood there before or all of what
 * stands there now, also after the machine has lost its power in between.
 */
public class Disk {
  /** What the names of unfinished files end with. They are left over only by a crash. */
  static final String UNFINISHED = ".part";

  /** A disk. */
  public Disk() {}

  /** Writes a file, in the place of the one that is there. */
  public void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      put(part, content);
      move(part, file);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    keep(file.getParent());
  }

  /** Writes the bytes and waits until the disk has them. */
  protected void put(Path part, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Gives a file its name, in the place of the one that has it. */
  protected void move(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits until the disk has the names of a folder. Not every system can. */
  private static void keep(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException windowsOpensNoFolders) {
      return;
    }
  }
}
