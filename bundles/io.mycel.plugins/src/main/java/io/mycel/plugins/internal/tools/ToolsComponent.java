package io.mycel.plugins.internal.tools;

import io.mycel.api.plugin.tools.Finding;
import io.mycel.api.plugin.tools.Inspection;
import io.mycel.api.plugin.tools.PluginTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * The tools for plugin authors: an OSGi service, and one that {@link java.util.ServiceLoader} finds
 * where no bundle is started.
 */
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
  public List<Path> writeManifest(Path folder, Optional<Path> key) throws IOException {
    return ManifestFiles.write(folder, key);
  }

  @Override
  public String createKey(Path file) throws IOException {
    return KeyFile.create(file);
  }
}
