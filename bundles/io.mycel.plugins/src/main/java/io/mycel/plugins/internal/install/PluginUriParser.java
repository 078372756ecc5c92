package io.mycel.plugins.internal.install;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the forms in which users name plugins. */
final class PluginUriParser {
  private static final String FILE_SCHEME = "file:";

  private static final Pattern IN_REPOSITORY =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9._-]+)(?:@([^:@#\\s]+))?:([^@#:/]+)(?:[@#](.+))?");

  private static final Pattern NAMED = Pattern.compile("([^@#:/\\\\]+)(?:[@#](.+))?");

  private static final Pattern BLOB =
      Pattern.compile(
          "https://github\\.com/([^/]+)/([^/]+)/(?:blob|raw)/([^?#]+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern GIST =
      Pattern.compile(
          "https://gist\\.github\\.com/(?:[^/?#]+/)?([0-9a-fA-F]{7,64})(?:/[^?#@]*)?(?:[?][^#@]*)?(?:[#@](.+))?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TAGGED_FILE =
      Pattern.compile(
          "(.*" + Pattern.quote(PluginUri.EXTENSION) + "(?:\\?[^#@]*)?)(?:[#@](.+))?",
          Pattern.CASE_INSENSITIVE);

  /** A path, from the root, from here, or of Windows. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?:[A-Za-z]:[/\\\\])?[^:]*(?:\\.imjoy\\.html(?:[@#][^/\\\\]+)?|\\.jar)",
          Pattern.CASE_INSENSITIVE);

  private PluginUriParser() {}

  static PluginUri parse(String text) {
    String uri = text.strip();
    if (uri.regionMatches(true, 0, FILE_SCHEME, 0, FILE_SCHEME.length())) {
      return ofFileUrl(uri);
    }
    if (uri.indexOf("://") > 0) {
      return ofUrl(uri);
    }
    if (LOCAL.matcher(uri).matches()) {
      Matcher file = TAGGED_FILE.matcher(uri);
      return file.matches()
          ? new PluginUri.Local(Path.of(file.group(1)), file.group(2))
          : new PluginUri.Local(Path.of(uri), null);
    }
    Matcher inRepository = IN_REPOSITORY.matcher(uri);
    if (inRepository.matches()) {
      return new PluginUri.InRepository(
          inRepository.group(1),
          inRepository.group(2),
          inRepository.group(3),
          inRepository.group(4).strip(),
          inRepository.group(5));
    }
    Matcher named = NAMED.matcher(uri);
    if (named.matches() && !named.group(1).isBlank()) {
      return new PluginUri.Named(named.group(1).strip(), named.group(2));
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' names no plugin: write a URL or a path of a *.imjoy.html or *.jar file,"
            + " 'owner/repo:Name@tag', or 'Name@tag'");
  }

  private static PluginUri ofFileUrl(String uri) {
    Matcher file = TAGGED_FILE.matcher(uri);
    String tag = file.matches() ? file.group(2) : null;
    URI url = uri(file.matches() ? file.group(1) : uri);
    boolean elsewhere = url.getAuthority() != null && !url.getAuthority().equals("localhost");
    if (url.getPath() == null || elsewhere) {
      throw new IllegalArgumentException("'" + uri + "' names no file of this machine");
    }
    return new PluginUri.Local(Path.of(URI.create("file://" + url.getRawPath())), tag);
  }

  private static PluginUri ofUrl(String uri) {
    Matcher gist = GIST.matcher(uri);
    if (gist.matches()) {
      return new PluginUri.Gist(gist.group(1), gist.group(2));
    }
    Matcher file = TAGGED_FILE.matcher(uri);
    if (file.matches()) {
      return new PluginUri.File(url(raw(file.group(1))), file.group(2));
    }
    URI url = url(raw(uri));
    boolean jar =
        url.getPath() != null && url.getPath().toLowerCase(Locale.ROOT).endsWith(PluginUri.JAR);
    return jar ? new PluginUri.Bundle(url) : new PluginUri.Page(url);
  }

  /** GitHub shows files as pages; the file itself is elsewhere. */
  private static String raw(String address) {
    Matcher blob = BLOB.matcher(address);
    return blob.lookingAt()
        ? "https://raw.githubusercontent.com/%s/%s/%s"
            .formatted(blob.group(1), blob.group(2), blob.group(3))
        : address;
  }

  private static URI url(String text) {
    URI url = uri(text);
    if (url.getHost() == null) {
      throw new IllegalArgumentException("the URL '" + text + "' names no host");
    }
    return url;
  }

  private static URI uri(String text) {
    try {
      return new URI(text.replace(" ", "%20"));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is no URL: " + e.getMessage(), e);
    }
  }
}
