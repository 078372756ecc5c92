package io.mycel.plugins.internal.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.api.plugin.tools.Finding;
import io.mycel.plugins.internal.repository.ManifestException;
import io.mycel.plugins.internal.repository.ManifestWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells where the manifest of a folder disagrees with its plugin files. */
final class ManifestCheck {
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(50).build())
                  .build())
          .build();

  private final Path folder;
  private final Path file;
  private final List<Finding> findings = new ArrayList<>();

  private ManifestCheck(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(ManifestWriter.FILE);
  }

  /** What is wrong; nothing where there is no manifest. */
  static List<Finding> of(Path folder) throws IOException {
    ManifestCheck check = new ManifestCheck(folder);
    if (Files.exists(check.file)) {
      check.run();
    }
    return check.findings;
  }

  private void run() throws IOException {
    Map<String, JsonNode> written;
    Map<String, JsonNode> right;
    try {
      written = entries(JSON.readTree(Files.readAllBytes(file)));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      error("line " + line + ": it is no JSON: " + e.getOriginalMessage());
      return;
    }
    try {
      right = entries(JSON.readTree(ManifestWriter.write(folder)));
    } catch (ManifestException e) {
      // the files that cannot be in a manifest have been told
      return;
    }
    right.forEach(
        (name, entry) -> {
          JsonNode other = written.remove(name);
          if (other == null) {
            error("the plugin '" + name + "' is missing");
          } else {
            compare(name, entry, other);
          }
        });
    written.forEach(
        (name, entry) -> {
          // those of other places are not in this folder
          if (!entry.path("uri").asText().contains("://")) {
            error("the plugin '" + name + "' has no file");
          }
        });
  }

  private static Map<String, JsonNode> entries(JsonNode manifest) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    for (JsonNode entry : manifest.path("plugins")) {
      entries.put(entry.path("name").asText(), entry);
    }
    return entries;
  }

  private void compare(String name, JsonNode right, JsonNode written) {
    for (String key : List.of("type", "version", "uri")) {
      JsonNode is = written.path(key);
      boolean standardUri = key.equals("uri") && is.isMissingNode();
      if (!standardUri && !is.equals(right.path(key))) {
        error(
            "the plugin '"
                + name
                + "': its "
                + key
                + " is "
                + is
                + ", and that of its file is "
                + right.path(key));
        return;
      }
    }
    if (written.path("sha256").isMissingNode()) {
      warning("the plugin '" + name + "' has no sha256, so nobody can tell whether it is the one");
    } else if (!written.path("sha256").equals(right.path("sha256"))) {
      error("the plugin '" + name + "': its sha256 is not that of its file");
    }
  }

  private void error(String message) {
    findings.add(
        new Finding(
            file,
            Finding.Severity.ERROR,
            message + "; run 'mycel plugin manifest " + folder + "'"));
  }

  private void warning(String message) {
    findings.add(new Finding(file, Finding.Severity.WARNING, message));
  }
}
