package io.mycel.plugins.internal.index;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads indexes of bundles (OSGi Compendium, 132.5 XML Repository Format), also packed by gzip. */
public final class IndexReader {
  private static final int MAX_RESOURCES = 50_000;
  private static final int MAX_PARTS = 5_000_000;
  private static final String CONTENT = "osgi.content";

  private final String repository;
  private final URI base;
  private final List<BundleResource> resources = new ArrayList<>();
  private int parts;

  private BundleResource resource;
  private boolean usable;
  private String namespace;
  private Map<String, Object> attributes = new HashMap<>();
  private Map<String, String> directives = new HashMap<>();

  private IndexReader(String repository, URI base) {
    this.repository = repository;
    this.base = base;
  }

  /**
   * The bundles of an index. One that is of no use is left out.
   *
   * @param repository whose index it is
   * @param url where the index is; what it names is relative to that
   * @param maxBytes after it was unpacked
   */
  public static List<BundleResource> read(String repository, URI url, byte[] content, long maxBytes)
      throws IndexException {
    IndexReader reader = new IndexReader(repository, url);
    try (InputStream in = unpacked(content, maxBytes)) {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          reader.start(xml);
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          reader.end(xml.getLocalName());
        }
      }
      return reader.resources;
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      throw new IndexException("its index: line " + line + ": it is no XML: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IndexException("its index: " + e.getMessage(), e);
    }
  }

  private static InputStream unpacked(byte[] content, long maxBytes) throws IOException {
    InputStream in = new ByteArrayInputStream(content);
    boolean gzip = content.length > 2 && content[0] == 0x1f && (content[1] & 0xff) == 0x8b;
    return new BoundedInputStream(gzip ? new GZIPInputStream(in) : in, maxBytes);
  }

  private void start(XMLStreamReader xml) throws IOException {
    parts++;
    if (resources.size() >= MAX_RESOURCES || parts > MAX_PARTS) {
      throw new IOException("it lists more than " + MAX_RESOURCES + " bundles");
    }
    switch (xml.getLocalName()) {
      case "resource" -> {
        resource = new BundleResource(repository);
        usable = true;
      }
      case "capability", "requirement" -> {
        namespace = xml.getAttributeValue(null, "namespace");
        attributes = new HashMap<>();
        directives = new HashMap<>();
      }
      case "attribute" -> attribute(xml);
      case "directive" ->
          directives.put(
              String.valueOf(xml.getAttributeValue(null, "name")),
              String.valueOf(xml.getAttributeValue(null, "value")));
      default -> {}
    }
  }

  private void attribute(XMLStreamReader xml) {
    String name = xml.getAttributeValue(null, "name");
    String value = xml.getAttributeValue(null, "value");
    try {
      attributes.put(
          String.valueOf(name),
          AttributeType.value(xml.getAttributeValue(null, "type"), String.valueOf(value)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      usable = false;
    }
  }

  private void end(String element) {
    if (resource == null) {
      return;
    }
    switch (element) {
      case "capability" -> capability();
      case "requirement" -> {
        if (namespace != null) {
          resource.requirement(namespace, attributes, directives);
        }
      }
      case "resource" -> {
        if (usable && !resource.name().isEmpty() && resource.content() != null) {
          resources.add(resource);
        }
        resource = null;
      }
      default -> {}
    }
  }

  private void capability() {
    if (namespace == null) {
      return;
    }
    if (!namespace.equals(CONTENT)) {
      resource.capability(namespace, attributes, directives);
      return;
    }
    String hash = String.valueOf(attributes.get(CONTENT)).toLowerCase(Locale.ROOT);
    try {
      URI url = base.resolve(String.valueOf(attributes.get("url")).replace(" ", "%20"));
      long size = attributes.get("size") instanceof Long known ? known : -1;
      if (hash.matches("[0-9a-f]{64}")) {
        resource.content(new BundleResource.Content(url, hash, size));
      }
    } catch (IllegalArgumentException e) {
      usable = false;
    }
  }
}
