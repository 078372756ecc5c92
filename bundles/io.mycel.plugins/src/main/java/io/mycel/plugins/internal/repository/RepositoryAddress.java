package io.mycel.plugins.internal.repository;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a repository of plugins is. */
public sealed interface RepositoryAddress {

  /**
   * A repository at GitHub, with its files at its root.
   *
   * @param ref a commit, branch or tag of git; null for the default branch
   */
  record GitHub(String owner, String repository, String ref) implements RepositoryAddress {
    @Override
    public String id() {
      return ref == null ? namespace() : namespace() + '@' + ref;
    }

    @Override
    public String namespace() {
      return owner + '/' + repository;
    }
  }

  /**
   * A folder of a web server, or a manifest or an index of OSGi in one.
   *
   * @param url of the folder, with a slash at the end, or of the file
   */
  record Web(URI url) implements RepositoryAddress {
    @Override
    public String id() {
      return url.toString();
    }

    @Override
    public String namespace() {
      return url.getPort() < 0 ? url.getHost() : url.getHost() + ':' + url.getPort();
    }
  }

  /** A folder of this machine. */
  record Folder(Path path) implements RepositoryAddress {
    @Override
    public String id() {
      return path.toString();
    }

    @Override
    public String namespace() {
      return LOCAL;
    }
  }

  /** Whose plugins those from this machine are. */
  String LOCAL = "local";

  /** {@code owner/repo[@ref]}. */
  Pattern GITHUB =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9._-]+)(?:@([^:@#\\s]+))?");

  /** As users write it; no two repositories have the same. */
  String id();

  /** Whose plugins these are. */
  String namespace();

  /**
   * Reads an address: {@code owner/repo[@ref]}, a URL, or the path of a folder.
   *
   * @throws IllegalArgumentException whose message says which forms there are
   */
  static RepositoryAddress parse(String text) {
    String address = text.strip();
    if (address.regionMatches(true, 0, "file:", 0, 5)) {
      return new Folder(Path.of(url(address)).toAbsolutePath().normalize());
    }
    if (address.contains("://")) {
      URI url = url(address);
      if (url.getHost() == null) {
        throw new IllegalArgumentException("the URL '" + text + "' names no host");
      }
      String path = url.getPath().toLowerCase(Locale.ROOT);
      boolean file = path.matches(".*\\.(json|xml|xml\\.gz)") || path.endsWith("/");
      return new Web(file ? url : url(address + '/'));
    }
    Matcher github = GITHUB.matcher(address);
    if (github.matches() && !address.startsWith(".")) {
      return new GitHub(github.group(1), github.group(2), github.group(3));
    }
    if (address.isEmpty() || !address.matches("(?s)(?:[/\\\\.]|[A-Za-z]:[/\\\\]).*")) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' names no repository: write 'owner/repo', a https URL, or the path of a folder"
              + " that begins with '/' or './'");
    }
    return new Folder(Path.of(address).toAbsolutePath().normalize());
  }

  private static URI url(String text) {
    try {
      return new URI(text.replace(" ", "%20"));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is no URL: " + e.getMessage(), e);
    }
  }
}
