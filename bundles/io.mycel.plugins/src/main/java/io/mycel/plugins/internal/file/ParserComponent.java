package io.mycel.plugins.internal.file;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginParser;
import org.osgi.service.component.annotations.Component;

/** The parser for other bundles. */
@Component
public final class ParserComponent implements PluginParser {

  @Override
  public PluginDescriptor parse(String file, String text, String tag) {
    try {
      return PluginFileParser.parse(file, text).select(tag);
    } catch (PluginFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
