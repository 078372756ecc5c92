package io.mycel.plugins.internal.tools;

import io.mycel.api.plugin.tools.Finding;
import io.mycel.api.plugin.tools.Inspection;
import io.mycel.api.plugin.tools.PluginTools;
import io.mycel.plugins.internal.repository.ManifestException;
import io.mycel.plugins.internal.repository.ManifestWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The tools for plugin authors. */
@Component
public final class ToolsComponent implements PluginTools {

  @Override
  public Inspection inspect(Path file) {
    return Inspector.inspect(file);
  }

  @Override
  public List<Finding> validate(List<Path> filesAndFolders) throws IOException {
    return Validator.validate(filesAndFolders);
  }

  @Override
  public List<Path> writeManifest(Path folder) throws IOException {
    byte[] content;
    try {
      content = ManifestWriter.write(folder);
    } catch (ManifestException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    Path file = folder.resolve(ManifestWriter.FILE);
    replace(file, content);
    return List.of(file);
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
