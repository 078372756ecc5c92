package io.mycel.plugins.internal.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.plugins.internal.net.Downloader;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;

/** A registry of npm packages: which versions there are, and their contents, checked. */
final class NpmRegistry {
  private static final String MEDIA_TYPE = "application/vnd.npm.install-v1+json, application/json";
  private static final Pattern NAME = Pattern.compile("(?:@[A-Za-z0-9._~-]+/)?[A-Za-z0-9._~-]+");

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(50).build())
                  .build())
          .build();

  private final Downloader downloader;
  private final URI registry;
  private final LibraryLimits limits;

  /**
   * A version of a package.
   *
   * @param content as npm packs it
   */
  record Package(String name, String version, Integrity integrity, byte[] content) {}

  NpmRegistry(Downloader downloader, URI registry, LibraryLimits limits) {
    this.downloader = downloader;
    this.registry = registry;
    this.limits = limits;
  }

  /**
   * A package.
   *
   * @param range a version, a range of them, or a tag such as {@code latest}
   */
  Package get(String name, String range) throws IOException, InterruptedException {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw new IOException("'" + name + "' is no name of an npm package");
    }
    URI list = registry.resolve(name.replace("/", "%2f"));
    JsonNode all =
        JSON.readTree(downloader.get(list, null, MEDIA_TYPE, limits.listBytes()).content());
    String version = version(all, range);
    JsonNode dist = all.path("versions").path(version).path("dist");
    Integrity integrity =
        Integrity.of(dist.path("integrity").asText(""), dist.path("shasum").asText(""));
    URI tarball = tarball(dist.path("tarball").asText(""), list);
    byte[] content = downloader.get(tarball, null, null, limits.packageBytes()).content();
    integrity.check(content);
    return new Package(name, version, integrity, content);
  }

  private static URI tarball(String text, URI list) throws IOException {
    try {
      if (!text.isEmpty()) {
        return list.resolve(text);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the registry names no URL of the package but '" + text + "'", e);
    }
    throw new IOException("the registry names no URL of the package");
  }

  private static String version(JsonNode all, String range) throws IOException {
    JsonNode versions = all.path("versions");
    JsonNode tagged = all.path("dist-tags").path(range);
    if (tagged.isTextual() && versions.has(tagged.asText())) {
      return tagged.asText();
    }
    if (versions.has(range)) {
      return range;
    }
    NpmVersion best = null;
    try {
      NpmRange wanted = NpmRange.parse(range.equals("latest") ? "*" : range);
      for (Iterator<String> names = versions.fieldNames(); names.hasNext(); ) {
        Optional<NpmVersion> each = NpmVersion.parse(names.next());
        if (each.isPresent()
            && wanted.holds(each.get())
            && (best == null || each.get().compareTo(best) > 0)) {
          best = each.get();
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (best == null || !versions.has(best.toString())) {
      throw new IOException(
          "there is no version '%s' of the package; the latest is %s"
              .formatted(range, all.path("dist-tags").path("latest").asText("unknown")));
    }
    return best.toString();
  }
}
