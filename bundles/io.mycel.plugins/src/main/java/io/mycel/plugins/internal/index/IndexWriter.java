package io.mycel.plugins.internal.index;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;

/** Writes indexes of bundles (OSGi Compendium, 132.5 XML Repository Format). */
public final class IndexWriter {
  private static final String NAMESPACE = "http://www.osgi.org/xmlns/repository/v1.0.0";

  private final XMLStreamWriter xml;

  /**
   * A bundle and where it is.
   *
   * @param url relative to the index
   */
  public record Item(BundleResource bundle, String url, String sha256, long size) {}

  private IndexWriter(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** An index. */
  public static byte[] write(String name, List<Item> items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      new IndexWriter(xml).repository(name, items);
      xml.close();
      return out.toByteArray();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("an index can always be written", e);
    }
  }

  private void repository(String name, List<Item> items) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("repository");
    xml.writeDefaultNamespace(NAMESPACE);
    xml.writeAttribute("name", name);
    for (Item item : items) {
      xml.writeStartElement("resource");
      Map<String, Object> content =
          Map.of("osgi.content", item.sha256(), "url", item.url(), "size", item.size());
      part("capability", "osgi.content", content, Map.of());
      for (Capability each : item.bundle().getCapabilities(null)) {
        part("capability", each.getNamespace(), each.getAttributes(), each.getDirectives());
      }
      for (Requirement each : item.bundle().getRequirements(null)) {
        part("requirement", each.getNamespace(), each.getAttributes(), each.getDirectives());
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void part(
      String element,
      String namespace,
      Map<String, Object> attributes,
      Map<String, String> directives)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("namespace", namespace);
    for (Map.Entry<String, Object> each : new TreeMap<>(attributes).entrySet()) {
      xml.writeEmptyElement("attribute");
      xml.writeAttribute("name", each.getKey());
      String type = type(each.getValue());
      if (!type.equals("String")) {
        xml.writeAttribute("type", type);
      }
      xml.writeAttribute("value", text(each.getValue()));
    }
    for (Map.Entry<String, String> each : new TreeMap<>(directives).entrySet()) {
      xml.writeEmptyElement("directive");
      xml.writeAttribute("name", each.getKey());
      xml.writeAttribute("value", each.getValue());
    }
    xml.writeEndElement();
  }

  private static String type(Object value) {
    if (value instanceof Collection<?> list) {
      return "List<" + (list.isEmpty() ? "String" : type(list.iterator().next())) + ">";
    }
    return value instanceof Version
        ? "Version"
        : value instanceof Long ? "Long" : value instanceof Double ? "Double" : "String";
  }

  private static String text(Object value) {
    return value instanceof Collection<?> list
        ? list.stream()
            .map(each -> String.valueOf(each).replaceAll("([\\\\,])", "\\\\$1"))
            .collect(Collectors.joining(","))
        : String.valueOf(value);
  }
}
