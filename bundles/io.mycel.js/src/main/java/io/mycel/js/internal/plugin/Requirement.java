package io.mycel.js.internal.plugin;

import java.net.URI;
import java.util.Optional;

/**
 * A library that a plugin's config asks for, as imjoy-rpc reads them in a worker.
 *
 * @param url where it is
 * @param module true if it is a module
 */
record Requirement(URI url, boolean module) {

  /**
   * Reads a requirement.
   *
   * @return empty for one that is of no use here: {@code cache:…}
   * @throws PluginFailure if it cannot be met in a worker
   */
  static Optional<Requirement> of(String text) {
    String plain = text.strip();
    if (plain.startsWith("cache:")) {
      return Optional.empty();
    }
    if (plain.startsWith("css:") || path(plain).endsWith(".css")) {
      throw new PluginFailure(
          "requirement '" + plain + "': a style sheet is of no use to a web-worker; remove it");
    }
    boolean module = plain.startsWith("mjs:") || path(plain).endsWith(".mjs");
    String url = plain.replaceFirst("^m?js:", "");
    if (url.startsWith("//")) {
      url = "https:" + url;
    }
    if (url.startsWith("http:") || url.startsWith("https:")) {
      try {
        return Optional.of(new Requirement(URI.create(url.replace(" ", "%20")), module));
      } catch (IllegalArgumentException e) {
        throw new PluginFailure("requirement '" + plain + "' is no URL: " + e.getMessage());
      }
    }
    throw new PluginFailure(
        "requirement '"
            + plain
            + "': a plugin in JavaScript takes the URLs of scripts, such as"
            + " https://cdn.jsdelivr.net/npm/lodash@4/lodash.min.js");
  }

  private static String path(String url) {
    int end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end);
  }
}
