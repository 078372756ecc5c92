package io.mycel.plugins.internal.repository;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.plugins.internal.file.CleanText;
import io.mycel.plugins.internal.file.PluginName;
import io.mycel.plugins.internal.trust.Kill;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code manifest.imjoy.json}: {@code {name, description, version, uri_root, plugins: [config
 * + uri]}}. An entry that is of no use is left out with a warning, so that one mistake does not
 * hide a whole repository.
 */
public final class ManifestReader {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestReader.class);
  private static final int MAX_ENTRIES = 50_000;
  private static final int MAX_TEXT = 4096;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(50)
                          .maxStringLength(1024 * 1024)
                          .build())
                  .build())
          .build();

  private ManifestReader() {}

  /**
   * Reads a manifest.
   *
   * @param repository its name in messages and entries
   * @param namespace whose repository it is
   * @param url where it came from; what it names is relative to that
   */
  public static Manifest read(String repository, String namespace, URI url, byte[] content)
      throws ManifestException {
    JsonNode root;
    try {
      root = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new ManifestException(repository, line + "it is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new ManifestException(repository, "it cannot be read: " + e.getMessage());
    }
    if (!root.path("plugins").isArray()) {
      throw new ManifestException(repository, "it has no list 'plugins'");
    }
    if (root.path("plugins").size() > MAX_ENTRIES) {
      throw new ManifestException(repository, "it lists more than " + MAX_ENTRIES + " plugins");
    }
    URI base = base(repository, url, text(root, "uri_root"));
    List<RepositoryEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode plugin : root.path("plugins")) {
      String name = text(plugin, "name").strip();
      String problem = null;
      URI uri = null;
      if (!PluginName.problem(name).isEmpty()) {
        problem = "its name: " + PluginName.problem(name);
      } else if (plugin.path("disabled").asBoolean()) {
        continue;
      } else if (!names.add(name)) {
        problem = "there is another one of that name before it";
      } else {
        uri = uri(base, plugin, name);
        problem = uri == null ? "its 'uri' is no URI" : null;
      }
      if (problem != null) {
        LOG.warn("{}: plugin '{}' is left out: {}", repository, shown(name), problem);
        continue;
      }
      entries.add(
          new RepositoryEntry(
              repository,
              name,
              uri,
              CleanText.line(text(plugin, "type")),
              CleanText.line(text(plugin, "version")),
              texts(plugin, "tags"),
              CleanText.line(text(plugin, "description")),
              texts(plugin, "labels"),
              plugin.path("sha256").isTextual() ? text(plugin, "sha256") : null));
    }
    return new Manifest(
        root.path("public_key").asText(null),
        root.path("index_sha256").asText(null),
        entries,
        kills(repository, namespace, root.path("killed")));
  }

  /** What must not run any more: {@code killed: [{sha256, reason} or {name, versions, reason}]}. */
  private static List<Kill> kills(String repository, String namespace, JsonNode killed) {
    List<Kill> kills = new ArrayList<>();
    for (JsonNode kill : killed) {
      String sha256 = kill.path("sha256").isTextual() ? text(kill, "sha256") : null;
      String name = kill.path("name").isTextual() ? text(kill, "name") : null;
      if (sha256 == null && name == null) {
        LOG.warn("{}: an item of 'killed' has neither 'sha256' nor 'name'", repository);
      } else if (kills.size() < MAX_ENTRIES) {
        kills.add(
            new Kill(
                namespace,
                sha256,
                name,
                texts(kill, "versions"),
                CleanText.line(text(kill, "reason")),
                false));
      }
    }
    return kills;
  }

  private static URI base(String repository, URI url, String root) throws ManifestException {
    if (root.isEmpty()) {
      return url;
    }
    try {
      return url.resolve(new URI(root.endsWith("/") ? root : root + "/"));
    } catch (URISyntaxException e) {
      throw new ManifestException(repository, "its 'uri_root' is no URI: " + shown(root));
    }
  }

  /** Where a plugin's file is: what it says, or its name beside the manifest. */
  private static URI uri(URI base, JsonNode plugin, String name) {
    String uri = text(plugin, "uri");
    String relative = uri.isEmpty() ? name + ".imjoy.html" : uri;
    try {
      // names of files with blanks stand there as they are
      URI parsed =
          relative.contains("://")
              ? new URI(relative.replace(" ", "%20"))
              : new URI(null, null, relative, null);
      return base.resolve(parsed);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String text(JsonNode from, String field) {
    String text = from.path(field).asText("");
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  private static List<String> texts(JsonNode from, String field) {
    List<String> texts = new ArrayList<>();
    from.path(field)
        .forEach(
            item -> {
              if (item.isTextual() && texts.size() < 100) {
                texts.add(CleanText.line(item.asText()));
              }
            });
    return texts;
  }

  private static String shown(String text) {
    return CleanText.line(text);
  }
}
