package io.mycel.plugins.internal.tools;

import io.mycel.plugins.internal.repository.ManifestException;
import io.mycel.plugins.internal.repository.ManifestWriter;
import io.mycel.plugins.internal.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The manifest of a folder and its signature, as files. */
final class ManifestFiles {
  private ManifestFiles() {}

  static List<Path> write(Path folder, Optional<Path> keyFile) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no folder " + folder);
    }
    Path manifest = folder.resolve(ManifestWriter.FILE);
    Path signature = folder.resolve(ManifestWriter.SIGNATURE);
    if (keyFile.isEmpty() && Files.exists(signature)) {
      throw new IllegalArgumentException(
          "the manifest of "
              + folder
              + " is signed: name the key by --sign, or delete "
              + signature);
    }
    List<Path> written = new ArrayList<>(List.of(manifest));
    try {
      if (keyFile.isEmpty()) {
        replace(manifest, ManifestWriter.write(folder));
        return written;
      }
      SigningKey key = KeyFile.read(keyFile.get());
      byte[] content = ManifestWriter.write(folder, key.publisher());
      // until both are there they disagree, and whoever reads them comes again
      replace(manifest, content);
      replace(signature, key.sign(content));
      written.add(signature);
      return written;
    } catch (ManifestException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whole or not at all. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
