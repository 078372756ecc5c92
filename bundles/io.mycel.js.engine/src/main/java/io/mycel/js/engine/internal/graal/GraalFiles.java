package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsHostError;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;

/**
 * Shows {@link JsFiles} to the engine as a file system that cannot be written. Its paths are names
 * only: none of them is ever opened on this machine.
 */
final class GraalFiles implements FileSystem {
  private static final Path ROOT = Path.of("/");

  private final JsFiles files;

  /** Of the URL that came last: its path is opened next, by the same thread. */
  private Refusal refusal;

  private record Refusal(Path path, String why) {}

  GraalFiles(JsFiles files) {
    this.files = files;
  }

  @Override
  public Path parsePath(URI uri) {
    try {
      String found = files.find(uri);
      return ROOT.resolve(found == null ? "not-found/" + plain(uri) : found);
    } catch (IOException e) {
      return ROOT.resolve("not-found/" + plain(uri));
    } catch (JsHostError e) {
      refusal = new Refusal(ROOT.resolve("refused/" + plain(uri)), e.getMessage());
      return refusal.path();
    }
  }

  /** A name for a URL that is of no use but in the message of the failure. */
  private static String plain(URI uri) {
    return uri.toString().replaceAll("[^A-Za-z0-9._-]+", "/");
  }

  @Override
  public Path parsePath(String path) {
    return Path.of(path);
  }

  /** The path within the tree, with slashes, whatever this machine writes. */
  private static String name(Path path) {
    Path full = ROOT.resolve(path).normalize();
    StringBuilder name = new StringBuilder();
    for (Path part : full) {
      name.append('/').append(part);
    }
    return name.isEmpty() ? "/" : name.toString();
  }

  private String find(Path path) throws IOException {
    if (refusal != null && path.equals(refusal.path())) {
      throw new IOException(refusal.why());
    }
    String found;
    try {
      found = files.find(name(path));
    } catch (JsHostError e) {
      throw new IOException(e.getMessage()); // the engine would name the class
    }
    if (found == null) {
      throw new NoSuchFileException(name(path));
    }
    return found;
  }

  @Override
  public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
      throws IOException {
    if (modes.contains(AccessMode.WRITE) || modes.contains(AccessMode.EXECUTE)) {
      throw new AccessDeniedException(name(path));
    }
    find(path);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    throw new AccessDeniedException(name(directory));
  }

  @Override
  public void delete(Path path) throws IOException {
    throw new AccessDeniedException(name(path));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    for (OpenOption option : options) {
      if (option != StandardOpenOption.READ) {
        throw new AccessDeniedException(name(path));
      }
    }
    byte[] content = files.read(find(path));
    if (content == null) {
      throw new NoSuchFileException(name(path));
    }
    return new ContentChannel(content);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    throw new NotDirectoryException(name(directory));
  }

  @Override
  public Path toAbsolutePath(Path path) {
    return ROOT.resolve(path);
  }

  @Override
  public Path toRealPath(Path path, LinkOption... options) throws IOException {
    return ROOT.resolve(find(path));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    byte[] content = files.read(find(path));
    if (content == null) {
      throw new NoSuchFileException(name(path));
    }
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("isDirectory", false);
    attributes.put("isRegularFile", true);
    attributes.put("isSymbolicLink", false);
    attributes.put("isOther", false);
    attributes.put("size", (long) content.length);
    attributes.put("lastModifiedTime", FileTime.fromMillis(0));
    return attributes;
  }
}
