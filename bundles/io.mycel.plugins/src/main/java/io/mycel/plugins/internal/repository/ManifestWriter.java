package io.mycel.plugins.internal.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mycel.plugins.internal.file.PluginFormatException;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.trust.PublisherKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the {@code manifest.imjoy.json} of a folder: an entry for every plugin file in it, with
 * all of the file's config, and for every bundle that is a Java plugin, each with the {@code uri}
 * and {@code sha256} of the file; and the hash of the OSGi index beside it. The same files give the
 * same bytes, on every machine.
 *
 * <p>What an earlier manifest of the folder says of the repository itself ({@code name}, {@code
 * description}, {@code version}, {@code collections} and whatever else) is kept, and its entries'
 * {@code disabled}.
 */
public final class ManifestWriter {
  /** The name of the file, at the root of a repository. */
  public static final String FILE = RepositoryFetcher.MANIFEST;

  /** The name of the file with its signature, beside it. */
  public static final String SIGNATURE = FILE + RepositoryFetcher.SIGNATURE;

  private static final String PUBLIC_KEY = "public_key";
  private static final String INDEX_SHA256 = "index_sha256";

  /** In bytes; four for each of the characters that a plugin file may have. */
  private static final long MAX_PLUGIN = 20L * 1024 * 1024;

  private static final long MAX_MANIFEST = 64L * 1024 * 1024;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final List<String> problems = new ArrayList<>();

  private ManifestWriter(Path folder) {
    this.folder = folder;
  }

  /**
   * The manifest of a folder, as it is to stand in {@link #FILE}.
   *
   * @throws ManifestException that lists every file that cannot be in it, and why
   * @throws IOException if the folder cannot be read
   */
  public static byte[] write(Path folder) throws IOException, ManifestException {
    return new ManifestWriter(folder).bytes(null);
  }

  /**
   * The manifest of a folder that is to be signed.
   *
   * @param publicKey by which its signature is checked; it stands in the manifest
   * @throws ManifestException that lists every file that cannot be in it, and why
   * @throws IOException if the folder cannot be read
   */
  public static byte[] write(Path folder, PublisherKey publicKey)
      throws IOException, ManifestException {
    return new ManifestWriter(folder).bytes(publicKey.text());
  }

  private byte[] bytes(String publicKey) throws IOException, ManifestException {
    ObjectNode manifest = head();
    if (publicKey != null) {
      manifest.put(PUBLIC_KEY, publicKey);
    }
    JsonNode before = manifest.path("plugins");
    manifest.remove("plugins"); // they come last
    Path index = folder.resolve(RepositoryFetcher.INDEX);
    if (Files.isRegularFile(index)) {
      // a signature of the manifest covers it then
      manifest.put(INDEX_SHA256, ContentStore.sha256(Files.readAllBytes(index)));
    } else {
      manifest.remove(INDEX_SHA256);
    }
    ArrayNode plugins = JSON.createArrayNode();
    plugins().values().forEach(plugins::add);
    if (!problems.isEmpty()) {
      throw new ManifestException(folder.toString(), String.join("\n", problems));
    }
    for (JsonNode plugin : plugins) {
      keepDisabled(before, (ObjectNode) plugin);
    }
    manifest.set("plugins", plugins);
    // two blanks and \n, whatever the system has
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    return (JSON.writer(printer).writeValueAsString(manifest) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What the manifest says beside its plugins. */
  private ObjectNode head() throws IOException, ManifestException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      if (Files.size(file) > MAX_MANIFEST) {
        throw new ManifestException(folder.toString(), "it is longer than " + MAX_MANIFEST);
      }
      try {
        if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode manifest) {
          return manifest;
        }
        throw new ManifestException(folder.toString(), FILE + " is no JSON object; remove it");
      } catch (JsonProcessingException e) {
        throw new ManifestException(
            folder.toString(), FILE + " is no JSON, mend or remove it: " + e.getOriginalMessage());
      }
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return JSON.createObjectNode()
        .put("name", name == null ? "plugins" : name.toString())
        .put("description", "")
        .put("version", "0.1.0")
        .put("uri_root", "");
  }

  private static void keepDisabled(JsonNode before, ObjectNode plugin) {
    for (JsonNode entry : before) {
      if (entry.path("disabled").asBoolean() && entry.path("name").equals(plugin.path("name"))) {
        plugin.put("disabled", true);
      }
    }
  }

  /** The entries, by their names. */
  private Map<String, ObjectNode> plugins() throws IOException {
    Map<String, ObjectNode> entries = new TreeMap<>();
    List<Path> files = new ArrayList<>(PluginFiles.below(folder));
    files.addAll(PluginFiles.jarsBelow(folder));
    for (Path file : files) {
      String uri = PluginFiles.relative(folder, file);
      ObjectNode entry = entry(file, uri);
      if (entry == null) {
        continue;
      }
      ObjectNode other = entries.putIfAbsent(entry.path("name").asText(), entry);
      if (other != null) {
        problems.add(
            uri
                + ": its name is '"
                + entry.path("name").asText()
                + "', and so is that of "
                + other.path("uri").asText()
                + "; rename one of them");
      }
    }
    return entries;
  }

  /** A plugin's entry; null for a jar that is none, or, with a problem, if there can be none. */
  private ObjectNode entry(Path file, String uri) throws IOException {
    long most = PluginFiles.isJar(file) ? EntryWriter.MAX_JAR : MAX_PLUGIN;
    if (Files.size(file) > most) {
      problems.add(uri + ": it has more than " + most + " bytes");
      return null;
    }
    byte[] content = Files.readAllBytes(file);
    try {
      return PluginFiles.isJar(file)
          ? EntryWriter.bundle(uri, content)
          : EntryWriter.file(uri, content);
    } catch (PluginFormatException | IOException e) {
      problems.add(e.getMessage());
      return null;
    }
  }
}
