package io.mycel.plugins.internal.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.plugins.internal.bundle.JarLimits;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.trust.Trust;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A web page that speaks imjoy-rpc itself, as a plugin: a window that shows it. */
final class WebPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_NAME = 100;

  private WebPage() {}

  static Resolved plugin(String source, URI url) throws PluginSourceException {
    if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
      throw new PluginSourceException(source + ": only https is allowed");
    }
    String name = (url.getAuthority() + url.getPath()).replaceAll("[^A-Za-z0-9.-]+", " ").strip();
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name.substring(0, Math.min(name.length(), MAX_NAME)).strip());
    config.put("type", "rpc-window");
    config.put("version", "0.1.0");
    config.put("api_version", "0.1.8");
    config.put("description", "The web page " + url);
    config.put("base_frame", url.toString());
    byte[] content = file(config).getBytes(StandardCharsets.UTF_8);
    return new Resolved(
        source,
        Owner.of(url),
        url,
        null,
        ContentKind.FILE,
        content,
        ContentStore.sha256(content),
        new ContentReader(JarLimits.STANDARD).read(source, ContentKind.FILE, content, null),
        new Trust.Unlisted(),
        Scope.FOREIGN,
        List.of());
  }

  private static String file(Map<String, Object> config) {
    try {
      // "<" would end the block
      String json = JSON.writeValueAsString(config).replace("<", "\\u003c");
      return "<config lang=\"json\">\n" + json + "\n</config>\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts become JSON", e);
    }
  }
}
