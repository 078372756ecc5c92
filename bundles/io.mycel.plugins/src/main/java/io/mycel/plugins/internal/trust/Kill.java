package io.mycel.plugins.internal.trust;

import java.util.List;

/**
 * What must not run any more, as a repository says.
 *
 * @param owner whose repository says so
 * @param sha256 of a content; null if a name is meant
 * @param name of one of its plugins; null if a content is meant
 * @param versions of the plugin; empty for all
 * @param reason for people, may be empty
 */
public record Kill(String owner, String sha256, String name, List<String> versions, String reason) {

  /** A kill; the list is copied. */
  public Kill {
    versions = List.copyOf(versions);
  }

  /**
   * True if this is about a plugin. A content is meant wherever it comes from, a name only among
   * the plugins of the repository itself.
   */
  public boolean meets(String pluginOwner, String pluginName, String version, String hash) {
    if (sha256 != null) {
      return sha256.equalsIgnoreCase(hash);
    }
    return owner.equalsIgnoreCase(pluginOwner)
        && pluginName.equals(name)
        && (versions.isEmpty() || versions.contains(version));
  }
}
