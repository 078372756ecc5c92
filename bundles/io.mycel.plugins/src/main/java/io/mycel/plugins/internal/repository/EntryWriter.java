package io.mycel.plugins.internal.repository;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.bundle.JarLimits;
import io.mycel.plugins.internal.bundle.JavaBundle;
import io.mycel.plugins.internal.bundle.JavaDescriptor;
import io.mycel.plugins.internal.bundle.PluginBundle;
import io.mycel.plugins.internal.file.PluginFile;
import io.mycel.plugins.internal.file.PluginFileParser;
import io.mycel.plugins.internal.file.PluginFormatException;
import io.mycel.plugins.internal.index.HeaderParser;
import io.mycel.plugins.internal.store.ContentStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;

/** Makes the entries of a manifest. */
public final class EntryWriter {
  /** In bytes. */
  static final long MAX_JAR = 512L * 1024 * 1024;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private EntryWriter() {}

  /** That of a plugin file: all of its config. */
  static ObjectNode file(String uri, byte[] content) throws PluginFormatException {
    PluginFile plugin = PluginFileParser.parse(uri, new String(content, StandardCharsets.UTF_8));
    // as they stand in the file, also those that depend on the tag
    return entry(plugin.select(null), plugin.settings(), uri, content);
  }

  /**
   * That of a Java plugin: what its component says.
   *
   * @return null for a jar that is no plugin
   * @throws IOException if it says that it is one, and is no good bundle
   */
  static ObjectNode bundle(String uri, byte[] content) throws IOException {
    if (!isPlugin(content)) {
      return null;
    }
    PluginDescriptor plugin = JavaDescriptor.of(JavaBundle.read(uri, content, JarLimits.STANDARD));
    ObjectNode entry = entry(plugin, plugin.config(), uri, content);
    entry.put("description", plugin.description());
    entry.set("dependencies", JSON.valueToTree(plugin.dependencies()));
    return entry;
  }

  /**
   * The name of a Java plugin; empty for a jar that is none.
   *
   * @throws IOException if it says that it is one, and is no good bundle
   */
  public static Optional<String> nameOf(String uri, Path jar) throws IOException {
    if (Files.size(jar) > MAX_JAR) {
      throw new IOException(uri + ": it has more than " + MAX_JAR + " bytes");
    }
    return Optional.ofNullable(bundle(uri, Files.readAllBytes(jar)))
        .map(entry -> entry.path("name").asText());
  }

  private static boolean isPlugin(byte[] jar) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), false)) {
      Manifest manifest = in.getManifest();
      Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
      return HeaderParser.clauses(headers.getValue("Provide-Capability")).stream()
          .anyMatch(clause -> clause.paths().contains(PluginBundle.NAMESPACE));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return false; // no framework takes it
    }
  }

  private static ObjectNode entry(
      PluginDescriptor plugin, Map<String, Object> settings, String uri, byte[] content) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("name", plugin.name());
    entry.put("type", plugin.type());
    entry.put("version", plugin.version());
    settings.forEach(
        (key, value) -> {
          if (!entry.has(key) || key.equals("type") && value instanceof Map) {
            entry.set(key, JSON.valueToTree(value));
          }
        });
    entry.put("uri", uri);
    entry.put("sha256", ContentStore.sha256(content));
    return entry;
  }
}
