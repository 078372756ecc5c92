package io.mycel.plugins.internal.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds files in a package. */
final class PackageFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DESCRIPTION = "package.json";
  private static final long MAX_DESCRIPTION = 4L << 20;

  /** What the main file is called, those for browsers first. */
  private static final List<String> MAIN = List.of("jsdelivr", "unpkg", "browser", "main");

  /** Folders in which packages keep what content networks show at the top. */
  private static final List<String> FOLDERS =
      List.of("", "dist/", "build/", "lib/", "umd/", "js/", "min/", "dist/js/", "dist/css/");

  private final byte[] content;
  private final LibraryLimits limits;

  /** Names in the archive by their paths in the package. */
  private final Map<String, String> names = new LinkedHashMap<>();

  private byte[] description = new byte[0];

  PackageFiles(byte[] content, LibraryLimits limits) throws IOException {
    this.content = content;
    this.limits = limits;
    try (TarReader tar = open()) {
      for (String name = tar.next(); name != null; name = tar.next()) {
        // all is in one folder, mostly called "package"
        String path = name.substring(name.indexOf('/') + 1);
        names.putIfAbsent(path, name);
        if (path.equals(DESCRIPTION) && description.length == 0) {
          description = tar.content(MAX_DESCRIPTION);
        }
      }
    }
  }

  private TarReader open() throws IOException {
    return new TarReader(content, limits.unpackedBytes(), limits.packageFiles());
  }

  /**
   * The path of a file.
   *
   * @param wanted as a URL has it; empty for the main one
   * @param exact false if it may be in another folder
   */
  String find(String wanted, boolean exact) throws IOException {
    String plain = wanted.isEmpty() || wanted.equals("/") ? main() : wanted;
    List<String> candidates = new ArrayList<>();
    for (String each : List.of(plain, plain.replaceFirst("\\.min(\\.\\w+)$", "$1"))) {
      for (String folder : exact ? List.of("") : FOLDERS) {
        candidates.add(folder + each);
      }
      candidates.add(each + ".js");
      candidates.add(each + "/index.js");
      if (!exact) {
        names.keySet().stream()
            .filter(name -> name.endsWith("/" + each))
            .min(Comparator.comparingInt(String::length))
            .ifPresent(candidates::add);
      }
    }
    return candidates.stream()
        .filter(names::containsKey)
        .findFirst()
        .orElseThrow(() -> new NoSuchFileException(plain, null, "it is not in the package"));
  }

  private String main() throws IOException {
    JsonNode said = description.length == 0 ? JSON.createObjectNode() : JSON.readTree(description);
    for (String field : MAIN) {
      String path = said.path(field).asText("");
      if (!path.isEmpty()) {
        return path.replaceFirst("^(?:\\./)+", "");
      }
    }
    return "index.js";
  }

  /** The content of a file. */
  byte[] read(String path) throws IOException {
    String wanted = names.get(path);
    try (TarReader tar = open()) {
      for (String name = tar.next(); name != null; name = tar.next()) {
        if (name.equals(wanted)) {
          return tar.content(limits.fileBytes());
        }
      }
    }
    throw new NoSuchFileException(path);
  }
}
