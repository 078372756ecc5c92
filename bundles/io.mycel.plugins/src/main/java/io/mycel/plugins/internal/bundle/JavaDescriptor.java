package io.mycel.plugins.internal.bundle;

import io.mycel.api.plugin.Plugin;
import io.mycel.api.plugin.PluginDescriptor;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What a Java plugin says of itself: {@link Plugin}, as it stands in its component. */
public final class JavaDescriptor {
  /** The type of Java plugins. */
  public static final String TYPE = "java";

  /** The setting that is the symbolic name. */
  public static final String SYMBOLIC_NAME = "symbolic_name";

  private JavaDescriptor() {}

  /** The descriptor; of a bundle without a plugin, it says what its headers do. */
  public static PluginDescriptor of(JavaBundle bundle) {
    Attributes headers = bundle.headers();
    Map<String, List<String>> properties = properties(bundle);
    String symbolicName = headers.getValue("Bundle-SymbolicName").split(";", 2)[0].strip();
    String name = first(properties, "name", header(headers, "Bundle-Name", symbolicName));
    String description =
        first(properties, "description", header(headers, "Bundle-Description", ""));
    List<String> dependencies = properties.getOrDefault("dependencies", List.of());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("type", TYPE);
    config.put(SYMBOLIC_NAME, symbolicName);
    config.put("permissions", properties.getOrDefault("permissions", List.of()));
    config.put("visibility", first(properties, "visibility", "public"));
    return new PluginDescriptor(
        name,
        TYPE,
        header(headers, "Bundle-Version", "0.0.0"),
        null,
        List.of(),
        description,
        List.of(),
        dependencies,
        config,
        List.of());
  }

  private static String header(Attributes headers, String name, String otherwise) {
    String value = headers.getValue(name);
    return value == null ? otherwise : value.strip();
  }

  private static String first(Map<String, List<String>> properties, String name, String otherwise) {
    List<String> values = properties.getOrDefault(name, List.of());
    return values.isEmpty() || values.get(0).isBlank() ? otherwise : values.get(0);
  }

  /**
   * The properties of the first component that is a plugin, without what their names begin with.
   */
  private static Map<String, List<String>> properties(JavaBundle bundle) {
    for (byte[] component : bundle.components().values()) {
      try {
        Map<String, List<String>> properties = read(component);
        if (properties.containsKey("name")) {
          return properties;
        }
      } catch (XMLStreamException e) {
        // no component then, and not this reader's task to say so
        continue;
      }
    }
    return Map.of();
  }

  private static Map<String, List<String>> read(byte[] component) throws XMLStreamException {
    Map<String, List<String>> properties = new LinkedHashMap<>();
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(component));
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT
          || !xml.getLocalName().equals("property")) {
        continue;
      }
      String name = xml.getAttributeValue(null, "name");
      String value = xml.getAttributeValue(null, "value");
      if (name != null && name.startsWith(Plugin.PREFIX_)) {
        List<String> values =
            value != null ? List.of(value) : xml.getElementText().strip().lines().toList();
        properties.put(
            name.substring(Plugin.PREFIX_.length()),
            values.stream().map(String::strip).filter(each -> !each.isEmpty()).toList());
      }
    }
    return properties;
  }
}
