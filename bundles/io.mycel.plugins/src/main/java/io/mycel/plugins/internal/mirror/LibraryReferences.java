package io.mycel.plugins.internal.mirror;

import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginDescriptor;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The libraries that a plugin names: its requirements, the sources of its blocks, and the URLs of
 * scripts and style sheets in its code. What a script puts together while it runs is not found.
 */
final class LibraryReferences {
  private static final Pattern PREFIX = Pattern.compile("(?:js|mjs|css|cache):(?=https?://)");
  private static final Pattern IN_CODE =
      Pattern.compile("[\"'`(](https?://[^\"'`()\\s<>\\\\$]+)[\"'`)]");
  private static final Pattern LIBRARY =
      Pattern.compile(
          ".+\\.(?:js|mjs|css|wasm)(?:[?#].*)?"
              + "|https?://(?:cdn\\.jsdelivr\\.net/(?:npm|gh)|(?:www\\.)?unpkg\\.com)/.+");

  private final Set<URI> found = new LinkedHashSet<>();

  private LibraryReferences() {}

  /** The URLs that a plugin names, in their order. */
  static Set<URI> of(PluginDescriptor plugin) {
    LibraryReferences references = new LibraryReferences();
    for (String requirement : plugin.requirements()) {
      String url = PREFIX.matcher(requirement).replaceFirst("");
      if (url.matches("https?://.+")) {
        references.add(url);
      }
    }
    for (PluginBlock block : plugin.blocks()) {
      for (String attribute : new String[] {"src", "href"}) {
        String url = block.attribute(attribute);
        if (url != null && url.matches("https?://.+")) {
          references.add(url);
        }
      }
      if (block.kind() != PluginBlock.Kind.DOCS) {
        Matcher urls = IN_CODE.matcher(block.content());
        while (urls.find()) {
          if (LIBRARY.matcher(urls.group(1)).matches()) {
            references.add(urls.group(1));
          }
        }
      }
    }
    return references.found;
  }

  private void add(String url) {
    try {
      found.add(URI.create(url.strip()));
    } catch (IllegalArgumentException e) {
      // a plugin may write anything that looks like a URL
      return;
    }
  }
}
