package io.mycel.plugins.internal.source;

import io.mycel.plugins.internal.repository.RepositoryAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this machine. */
final class LocalFile {
  private LocalFile() {}

  static byte[] read(Path path, long maxBytes) throws PluginSourceException, IOException {
    if (!Files.isRegularFile(path)) {
      throw new PluginSourceException(path + ": there is no such file");
    }
    if (Files.size(path) > maxBytes) {
      throw new PluginSourceException(
          path + ": it is longer than " + maxBytes + " bytes, which is the limit");
    }
    return Files.readAllBytes(path);
  }

  /** A file that a repository lists: only a folder of this machine may, and only what is in it. */
  static byte[] within(RepositoryAddress repository, URI url, long maxBytes)
      throws PluginSourceException, IOException {
    if (!(repository instanceof RepositoryAddress.Folder folder)) {
      throw new PluginSourceException(
          "the repository " + repository.id() + " names a file of this machine: " + url);
    }
    Path path = Path.of(url);
    if (Files.exists(path) && !path.toRealPath().startsWith(folder.path().toRealPath())) {
      throw new PluginSourceException(
          "the repository " + repository.id() + " names a file that is not in it: " + path);
    }
    return read(path, maxBytes);
  }
}
