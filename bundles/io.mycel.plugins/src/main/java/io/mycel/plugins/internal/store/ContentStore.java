package io.mycel.plugins.internal.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files by the SHA-256 of their content: what was downloaded once is there for every rollback and
 * without a network, and what somebody has changed on the disk is not taken for what it was.
 */
public final class ContentStore {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Disk disk;

  /** A store in a folder, which is made when it is needed. */
  public ContentStore(Path folder) {
    this(folder, new Disk());
  }

  /** The same, on a disk that may fail. */
  public ContentStore(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Keeps a content and returns its SHA-256 in hexadecimal digits. */
  public String put(byte[] content) throws IOException {
    String hash = sha256(content);
    if (!isIntact(hash)) {
      disk.write(folder.resolve(hash), content);
    }
    return hash;
  }

  /**
   * The content with a hash.
   *
   * @throws NoSuchFileException if it is not there
   * @throws IOException if somebody has changed it
   */
  public byte[] get(String hash) throws IOException {
    Path file = folder.resolve(hash);
    byte[] content = Files.readAllBytes(file);
    if (!sha256(content).equals(hash)) {
      throw new IOException(file + " was changed; remove it, and install the plugin again");
    }
    return content;
  }

  /** The content with a hash, if it is there and nobody has changed it. */
  public Optional<byte[]> find(String hash) throws IOException {
    return HASH.matcher(hash).matches() && isIntact(hash)
        ? Optional.of(get(hash))
        : Optional.empty();
  }

  private boolean isIntact(String hash) throws IOException {
    Path file = folder.resolve(hash);
    return Files.exists(file) && sha256(Files.readAllBytes(file)).equals(hash);
  }

  /** The names of all files that are there: hashes of contents, and what a crash has left. */
  public Set<String> names() throws IOException {
    Set<String> names = new HashSet<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        files.forEach(file -> names.add(file.getFileName().toString()));
      }
    }
    return names;
  }

  /** Removes all contents but some, and what a crash has left. */
  public void keepOnly(Set<String> hashes) throws IOException {
    for (String name : names()) {
      if (!hashes.contains(name)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  /** The SHA-256 of a content, in hexadecimal digits. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
