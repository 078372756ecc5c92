package io.mycel.plugins.internal.install;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a plugin comes from, as users write it (imjoy-core 0.14, {@code normalizePluginUrl}). A tag
 * follows {@code @}, or {@code #} as it did before 2018.
 */
public sealed interface PluginUri {

  /** The wanted tag, or null for the standard one. */
  String tag();

  /**
   * {@code Name[@tag]}: a plugin of the repositories that are known.
   *
   * @param name as it stands in a manifest
   */
  record Named(String name, String tag) implements PluginUri {}

  /**
   * {@code owner/repo[@commit]:Name[@tag]}: a plugin of a repository at GitHub.
   *
   * @param commit a commit, branch or tag of git; null for the default branch
   */
  record InRepository(String owner, String repository, String commit, String name, String tag)
      implements PluginUri {}

  /** The URL of a plugin file. */
  record File(URI url, String tag) implements PluginUri {}

  /**
   * A gist: its first plugin file.
   *
   * @param id hexadecimal digits
   */
  record Gist(String id, String tag) implements PluginUri {}

  /** The URL of a web page that speaks imjoy-rpc itself. */
  record Page(URI url) implements PluginUri {
    @Override
    public String tag() {
      return null;
    }
  }

  /** What ends the name of a plugin file. */
  String EXTENSION = ".imjoy.html";

  /** The forms. */
  Pattern IN_REPOSITORY =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9._-]+)(?:@([^:@#\\s]+))?:([^@#:/]+)(?:[@#](.+))?");

  Pattern NAMED = Pattern.compile("([^@#:/\\\\]+)(?:[@#](.+))?");

  Pattern BLOB =
      Pattern.compile(
          "https://github\\.com/([^/]+)/([^/]+)/blob/([^?#]+)", Pattern.CASE_INSENSITIVE);

  Pattern GIST =
      Pattern.compile(
          "https://gist\\.github\\.com/(?:[^/?#]+/)?([0-9a-fA-F]{7,64})(?:/[^?#@]*)?(?:[?][^#@]*)?(?:[#@](.+))?",
          Pattern.CASE_INSENSITIVE);

  Pattern TAGGED_FILE =
      Pattern.compile(
          "(.*" + Pattern.quote(EXTENSION) + "(?:\\?[^#@]*)?)(?:[#@](.+))?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException whose message says which forms there are
   */
  static PluginUri parse(String text) {
    String uri = text.strip();
    if (uri.indexOf("://") > 0) {
      return ofUrl(uri);
    }
    Matcher inRepository = IN_REPOSITORY.matcher(uri);
    if (inRepository.matches()) {
      return new InRepository(
          inRepository.group(1),
          inRepository.group(2),
          inRepository.group(3),
          inRepository.group(4).strip(),
          inRepository.group(5));
    }
    Matcher named = NAMED.matcher(uri);
    if (named.matches() && !named.group(1).isBlank()) {
      return new Named(named.group(1).strip(), named.group(2));
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' names no plugin: write a URL of a *.imjoy.html file, 'owner/repo:Name@tag', or"
            + " 'Name@tag'");
  }

  private static PluginUri ofUrl(String uri) {
    Matcher gist = GIST.matcher(uri);
    if (gist.matches()) {
      return new Gist(gist.group(1), gist.group(2));
    }
    Matcher file = TAGGED_FILE.matcher(uri);
    if (!file.matches()) {
      return new Page(url(uri));
    }
    String address = file.group(1);
    Matcher blob = BLOB.matcher(address);
    if (blob.lookingAt()) {
      address =
          "https://raw.githubusercontent.com/%s/%s/%s"
              .formatted(blob.group(1), blob.group(2), blob.group(3));
    }
    return new File(url(address), file.group(2));
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text.replace(" ", "%20"));
      if (url.getHost() == null) {
        throw new IllegalArgumentException("the URL '" + text + "' names no host");
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is no URL: " + e.getMessage(), e);
    }
  }
}
