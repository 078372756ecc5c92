package io.mycel.plugins.internal.tools;

import io.mycel.api.plugin.tools.Finding;
import io.mycel.plugins.internal.repository.EntryWriter;
import io.mycel.plugins.internal.repository.PluginFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks plugin files, one by one and together. */
final class Validator {
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Path> names = new HashMap<>();

  private Validator() {}

  static List<Finding> validate(List<Path> filesAndFolders) throws IOException {
    Validator validator = new Validator();
    for (Path path : filesAndFolders) {
      if (Files.isDirectory(path)) {
        validator.folder(path);
      } else if (Files.exists(path)) {
        validator.file(path);
      } else {
        throw new IOException("there is no " + path);
      }
    }
    return validator.findings;
  }

  private void folder(Path folder) throws IOException {
    List<Path> files = PluginFiles.below(folder);
    boolean isEmpty = files.isEmpty();
    files.forEach(this::file);
    for (Path jar : PluginFiles.jarsBelow(folder)) {
      isEmpty &= !bundle(folder, jar);
    }
    if (isEmpty) {
      findings.add(
          new Finding(
              folder,
              Finding.Severity.ERROR,
              "there is no *.imjoy.html and no bundle of a Java plugin in it or below it"));
    }
    findings.addAll(ManifestCheck.of(folder));
  }

  /** Whether a jar is a plugin, or says so. */
  private boolean bundle(Path folder, Path jar) {
    try {
      Optional<String> name = EntryWriter.nameOf(folder.relativize(jar).toString(), jar);
      name.ifPresent(known -> name(known, jar));
      return name.isPresent();
    } catch (IOException e) {
      findings.add(new Finding(jar, Finding.Severity.ERROR, e.getMessage()));
      return true;
    }
  }

  private void file(Path file) {
    FileCheck.Result result = FileCheck.of(file);
    findings.addAll(result.findings());
    result.name().ifPresent(name -> name(name, file));
  }

  private void name(String name, Path file) {
    Path other = names.putIfAbsent(name, file);
    if (other != null && !other.equals(file)) {
      findings.add(
          new Finding(
              file,
              Finding.Severity.ERROR,
              "its name '" + name + "' is that of " + other + " too; rename one of them"));
    }
  }
}
