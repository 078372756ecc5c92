package io.mycel.itest.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.plugins.internal.repository.ManifestReader;
import io.mycel.plugins.internal.repository.ManifestWriter;
import io.mycel.plugins.internal.repository.RepositoryEntry;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The manifest and the OSGi index of the repository list what is in it. */
class PublishedListsTest {
  private static final Path REPOSITORY = Drift.REPOSITORY;

  private static String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void theManifestListsThePlugins() throws Exception {
    settleIndex(); // the manifest has its hash
    Path published = REPOSITORY.resolve(ManifestWriter.FILE);
    String wanted = new String(ManifestWriter.write(REPOSITORY), StandardCharsets.UTF_8);
    if (!wanted.equals(read(published))) {
      Drift.settle(published, wanted.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(wanted, read(published));
    List<RepositoryEntry> plugins =
        ManifestReader.read(
                "o/r", "o/r", REPOSITORY.toUri(), wanted.getBytes(StandardCharsets.UTF_8))
            .plugins();
    assertTrue(plugins.size() >= 8, "there are " + plugins.size());
    for (RepositoryEntry plugin : plugins) {
      assertTrue(Files.exists(Path.of(plugin.uri())), plugin.uri().toString());
    }
  }

  @Test
  void theIndexListsTheBundles() throws Exception {
    String wanted = settleIndex();
    assertEquals(wanted, read(REPOSITORY.resolve("index.xml")));
    int bundles = 0;
    int plugins = 0;
    for (Element capability : elements(parse(wanted), "capability")) {
      Map<String, String> attributes = new HashMap<>();
      for (Element attribute : elements(capability, "attribute")) {
        attributes.put(attribute.getAttribute("name"), attribute.getAttribute("value"));
      }
      if (capability.getAttribute("namespace").equals("osgi.content")) {
        byte[] bundle = Files.readAllBytes(REPOSITORY.resolve(attributes.get("url")));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bundle);
        assertEquals(
            HexFormat.of().withUpperCase().formatHex(hash), attributes.get("osgi.content"));
        bundles++;
      } else if (capability.getAttribute("namespace").equals("mycel.plugin")) {
        assertEquals("java", attributes.get("type"));
        plugins++;
      }
    }
    assertTrue(bundles > 0, wanted);
    assertEquals(bundles, plugins);
  }

  private static String settleIndex() throws Exception {
    Path published = REPOSITORY.resolve("index.xml");
    Path built = Path.of(System.getProperty("plugins.built"), "index.xml");
    String wanted = withoutTime(Files.readString(built));
    if (!wanted.equals(read(published))) {
      Drift.settle(published, wanted.getBytes(StandardCharsets.UTF_8));
    }
    return wanted;
  }

  /** Without the time at which it was made, which is all that differs between two of the same. */
  private static String withoutTime(String index) throws Exception {
    String increment = parse(index).getAttribute("increment");
    return index.replace(" increment=\"" + increment + '"', " increment=\"0\"");
  }

  private static Element parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement();
  }

  private static List<Element> elements(Element below, String name) {
    NodeList nodes = below.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(at -> (Element) nodes.item(at)).toList();
  }
}
