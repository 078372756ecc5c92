package io.mycel.plugins.internal.install;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a plugin comes from, as users write it (imjoy-core 0.14, {@code normalizePluginUrl}). A tag
 * follows {@code @}, or {@code #} as it did before 2018.
 */
public sealed interface PluginUri {
  /** What ends the name of a plugin file. */
  String EXTENSION = ".imjoy.html";

  /** What ends the name of a Java plugin's bundle. */
  String JAR = ".jar";

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

  /** The URL of a Java plugin's bundle. */
  record Bundle(URI url) implements PluginUri {
    @Override
    public String tag() {
      return null;
    }
  }

  /** A plugin file or a Java plugin's bundle on the disk. */
  record Local(Path path, String tag) implements PluginUri {}

  /** The URL of a web page that speaks imjoy-rpc itself. */
  record Page(URI url) implements PluginUri {
    @Override
    public String tag() {
      return null;
    }
  }

  /** The same with another tag; a page or a bundle has none. */
  default PluginUri withTag(String other) {
    if (this instanceof Named named) {
      return new Named(named.name(), other);
    }
    if (this instanceof InRepository in) {
      return new InRepository(in.owner(), in.repository(), in.commit(), in.name(), other);
    }
    if (this instanceof File file) {
      return new File(file.url(), other);
    }
    if (this instanceof Gist gist) {
      return new Gist(gist.id(), other);
    }
    return this instanceof Local local ? new Local(local.path(), other) : this;
  }

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException whose message says which forms there are
   */
  static PluginUri parse(String text) {
    return PluginUriParser.parse(text);
  }
}
