package io.mycel.plugins.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;

class IndexReaderTest {
  private static final URI URL = URI.create("https://example.org/o/index.xml");
  private static final String HASH = "ab".repeat(32);

  private static final String RESOURCE =
      """
      <resource>
        <capability namespace="osgi.identity">
          <attribute name="osgi.identity" value="org.example.a"/>
          <attribute name="version" type="Version" value="1.2.3"/>
          <attribute name="type" value="osgi.bundle"/>
        </capability>
        <capability namespace="osgi.content">
          <attribute name="osgi.content" value="%s"/>
          <attribute name="url" value="a b.jar"/>
          <attribute name="size" type="Long" value="17"/>
        </capability>
        <capability namespace="osgi.wiring.package">
          <attribute name="osgi.wiring.package" value="org.example.a"/>
          <attribute name="version" type="Version" value="1.1"/>
          <attribute name="tags" type="List&lt;String&gt;" value="x,y\\,z"/>
          <directive name="uses" value="org.example.b"/>
        </capability>
        <requirement namespace="osgi.wiring.package">
          <directive name="filter" value="(osgi.wiring.package=org.example.b)"/>
        </requirement>
      </resource>
      """
          .formatted(HASH.toUpperCase(Locale.ROOT));

  private static List<BundleResource> read(byte[] content) throws IndexException {
    return IndexReader.read("o/r", URL, content, 1_000_000);
  }

  private static List<BundleResource> read(String content) throws IndexException {
    return read(
        ("<repository xmlns='http://www.osgi.org/xmlns/repository/v1.0.0'>"
                + content
                + "</repository>")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bundlesSayWhatTheyOfferAndNeed() throws Exception {
    BundleResource bundle = read(RESOURCE).get(0);
    assertEquals("org.example.a", bundle.name());
    assertEquals(new Version(1, 2, 3), bundle.version());
    assertEquals("o/r", bundle.repository());
    assertEquals(
        new BundleResource.Content(URI.create("https://example.org/o/a%20b.jar"), HASH, 17),
        bundle.content());
    Capability exported = bundle.getCapabilities("osgi.wiring.package").get(0);
    assertEquals(new Version(1, 1, 0), exported.getAttributes().get("version"));
    assertEquals(List.of("x", "y,z"), exported.getAttributes().get("tags"));
    assertEquals("org.example.b", exported.getDirectives().get("uses"));
    assertEquals(
        "(osgi.wiring.package=org.example.b)",
        bundle.getRequirements("osgi.wiring.package").get(0).getDirectives().get("filter"));
  }

  @Test
  void whatIsOfNoUseIsLeftOut() throws Exception {
    String noHash = RESOURCE.replace(HASH.toUpperCase(Locale.ROOT), "aa");
    String badVersion = RESOURCE.replace("1.2.3", "one");
    assertEquals(1, read(noHash + badVersion + "<resource/>" + RESOURCE).size());
  }

  @Test
  void anIndexMayBePacked() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(("<repository>" + RESOURCE + "</repository>").getBytes(StandardCharsets.UTF_8));
    }
    assertEquals("org.example.a", read(out.toByteArray()).get(0).name());
  }

  @Test
  void whatIsTooLongOrNoIndexIsRefused() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write("<repository>".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 100; i++) {
        gzip.write(" ".repeat(100_000).getBytes(StandardCharsets.UTF_8));
      }
    }
    assertTrue(refusal(out.toByteArray()).contains("more than 1000000 bytes"));
    assertTrue(refusal("<repository>\n<x".getBytes(StandardCharsets.UTF_8)).contains("line 2"));
    String bomb =
        "<!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><repository>&a;</repository>";
    assertTrue(refusal(bomb.getBytes(StandardCharsets.UTF_8)).contains("it is no XML"));
  }

  @Test
  void anIndexOfTooManyBundlesOrPartsIsRefused() {
    String bundle =
        "<resource><capability namespace='osgi.identity'><attribute name='osgi.identity' value='a'/>"
            + "</capability><capability namespace='osgi.content'><attribute name='osgi.content'"
            + " value='"
            + HASH
            + "'/><attribute name='url' value='a.jar'/></capability></resource>";
    for (String many : List.of(bundle.repeat(50_001), "<a/>".repeat(5_000_001))) {
      byte[] index = ("<repository>" + many + "</repository>").getBytes(StandardCharsets.UTF_8);
      String message =
          assertThrows(
                  IndexException.class, () -> IndexReader.read("o/r", URL, index, index.length))
              .getMessage();
      assertTrue(message.contains("more than 50000 bundles"), message);
    }
  }

  private static String refusal(byte[] content) {
    return assertThrows(IndexException.class, () -> read(content)).getMessage();
  }
}
