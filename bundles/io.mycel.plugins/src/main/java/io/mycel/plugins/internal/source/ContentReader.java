package io.mycel.plugins.internal.source;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.bundle.JavaBundle;
import io.mycel.plugins.internal.file.PluginFileParser;
import io.mycel.plugins.internal.file.PluginFormatException;
import io.mycel.plugins.internal.store.ContentKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what a content says of itself. */
final class ContentReader {
  private ContentReader() {}

  /**
   * What a content says of itself.
   *
   * @param file its name in messages
   * @param tag null for the standard one
   */
  static PluginDescriptor read(String file, ContentKind kind, byte[] content, String tag)
      throws PluginSourceException {
    try {
      return kind == ContentKind.FILE
          ? PluginFileParser.parse(file, text(file, content)).select(tag)
          : JavaBundle.descriptor(JavaBundle.headers(file, content));
    } catch (PluginFormatException | IOException e) {
      throw new PluginSourceException(e.getMessage(), e);
    }
  }

  private static String text(String file, byte[] content) throws PluginSourceException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new PluginSourceException(file + ": it is no text in UTF-8; save it as UTF-8", e);
    }
  }
}
