package io.mycel.plugins.internal.source;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.bundle.JarLimits;
import io.mycel.plugins.internal.bundle.JavaBundle;
import io.mycel.plugins.internal.bundle.JavaDescriptor;
import io.mycel.plugins.internal.file.CleanText;
import io.mycel.plugins.internal.file.PluginFileParser;
import io.mycel.plugins.internal.file.PluginFormatException;
import io.mycel.plugins.internal.file.PluginName;
import io.mycel.plugins.internal.file.PluginWord;
import io.mycel.plugins.internal.index.BundleResource;
import io.mycel.plugins.internal.store.ContentKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads what a content says of itself.
 *
 * @param limits of bundles
 */
record ContentReader(JarLimits limits) {

  /**
   * What a content says of itself.
   *
   * @param file its name in messages
   * @param tag null for the standard one
   */
  PluginDescriptor read(String file, ContentKind kind, byte[] content, String tag)
      throws PluginSourceException {
    try {
      if (kind == ContentKind.FILE) {
        return PluginFileParser.parse(file, text(file, content)).select(tag);
      }
      PluginDescriptor plugin = JavaDescriptor.of(JavaBundle.read(file, content, limits));
      // what a library is called for people is shown nowhere
      String name = kind == ContentKind.LIBRARY ? symbolicName(plugin) : plugin.name();
      String problem = PluginName.problem(name);
      if (!problem.isEmpty()) {
        throw new PluginSourceException(
            file + ": its name '" + CleanText.line(name) + "': " + problem);
      }
      String version = PluginWord.problem(plugin.version());
      if (!version.isEmpty()) {
        throw new PluginSourceException(file + ": its Bundle-Version: " + version);
      }
      return plugin;
    } catch (PluginFormatException | IOException e) {
      throw new PluginSourceException(e.getMessage(), e);
    }
  }

  /** What a bundle that is no plugin says of itself: its symbolic name and version. */
  PluginDescriptor library(BundleResource bundle, byte[] content) throws PluginSourceException {
    PluginDescriptor read = read(bundle.toString(), ContentKind.LIBRARY, content, null);
    String symbolicName = symbolicName(read);
    if (!bundle.name().equals(symbolicName)) {
      throw new PluginSourceException(
          "the file of the bundle %s is another one, %s; tell the publisher of %s"
              .formatted(bundle, symbolicName, bundle.repository()));
    }
    return new PluginDescriptor(
        bundle.name(),
        read.type(),
        bundle.version().toString(),
        null,
        List.of(),
        read.description(),
        List.of(),
        List.of(),
        read.config(),
        List.of());
  }

  /** How the framework calls a bundle. */
  static String symbolicName(PluginDescriptor bundle) {
    return String.valueOf(bundle.config().get(JavaDescriptor.SYMBOLIC_NAME));
  }

  private static String text(String file, byte[] content) throws PluginSourceException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new PluginSourceException(file + ": it is no text in UTF-8; save it as UTF-8", e);
    }
  }
}
