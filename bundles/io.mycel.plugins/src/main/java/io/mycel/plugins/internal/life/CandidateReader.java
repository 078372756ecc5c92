package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.bundle.JavaBundle;
import io.mycel.plugins.internal.bundle.JavaDescriptor;
import io.mycel.plugins.internal.bundle.PluginBundle;
import io.mycel.plugins.internal.file.PluginFileParser;
import io.mycel.plugins.internal.file.PluginFormatException;
import io.mycel.plugins.internal.store.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** Reads what bundles say of themselves as plugins. */
final class CandidateReader {
  private static final int MAX_COMPONENT = 1 << 20;

  private CandidateReader() {}

  /**
   * The plugin that a bundle is; empty if it is none.
   *
   * @throws IOException if its plugin file cannot be read
   * @throws PluginFormatException if the file makes no sense
   */
  static Optional<Candidate> read(Bundle bundle) throws IOException, PluginFormatException {
    URL file = bundle.getEntry(PluginBundle.FILE);
    if (file != null) {
      return Optional.of(ofFile(bundle, file));
    }
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    boolean java =
        revision != null
            && revision.getDeclaredCapabilities(PluginBundle.NAMESPACE).stream()
                .anyMatch(each -> JavaDescriptor.TYPE.equals(each.getAttributes().get("type")));
    return java ? Optional.of(ofJava(bundle)) : Optional.empty();
  }

  private static Candidate ofFile(Bundle bundle, URL file)
      throws IOException, PluginFormatException {
    byte[] content;
    try (InputStream in = file.openStream()) {
      content = in.readAllBytes();
    }
    PluginDescriptor descriptor =
        PluginFileParser.parse(bundle.getLocation(), new String(content, StandardCharsets.UTF_8))
            .select(header(bundle, PluginBundle.TAG_HEADER));
    String owner = header(bundle, PluginBundle.OWNER_HEADER);
    return new Candidate(
        bundle, owner == null ? "local" : owner, descriptor, ContentStore.sha256(content));
  }

  private static String header(Bundle bundle, String name) {
    return bundle.getHeaders("").get(name);
  }

  private static Candidate ofJava(Bundle bundle) throws IOException {
    Attributes headers = new Attributes();
    for (String name : Collections.list(bundle.getHeaders("").keys())) {
      headers.putValue(name, header(bundle, name));
    }
    Map<String, byte[]> components = new LinkedHashMap<>();
    Enumeration<URL> entries = bundle.findEntries("OSGI-INF", "*.xml", true);
    while (entries != null && entries.hasMoreElements()) {
      URL entry = entries.nextElement();
      try (InputStream in = entry.openStream()) {
        components.put(entry.getPath(), in.readNBytes(MAX_COMPONENT));
      }
    }
    PluginDescriptor plugin = JavaDescriptor.of(new JavaBundle(headers, components));
    return new Candidate(bundle, bundle.getSymbolicName(), plugin, "");
  }
}
