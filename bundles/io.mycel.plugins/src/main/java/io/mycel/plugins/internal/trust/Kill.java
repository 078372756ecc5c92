package io.mycel.plugins.internal.trust;

import java.util.List;

/**
 * What must not run any more, as a repository says.
 *
 * @param owner whose repository says so
 * @param sha256 of a content; null if a name is meant
 * @param name of one of its plugins or bundles; null if a content is meant
 * @param versions of the plugin; empty for all
 * @param reason for people, may be empty
 * @param own true if its repository is heard about its own plugins only
 */
public record Kill(
    String owner, String sha256, String name, List<String> versions, String reason, boolean own) {

  /** A kill; the list is copied. */
  public Kill {
    versions = List.copyOf(versions);
  }

  /** The same, of a repository that nobody has configured: it must not stop what others publish. */
  public Kill ofItsOwn() {
    return new Kill(owner, sha256, name, versions, reason, true);
  }

  /** For people: who says so, and why. */
  public String text() {
    return "must not run, says " + owner + (reason.isBlank() ? "" : ": " + reason);
  }

  /**
   * True if this is about a plugin. A content is meant wherever it comes from, a name only among
   * the plugins of the repository itself.
   */
  public boolean meets(String pluginOwner, String pluginName, String version, String hash) {
    boolean itsOwn = owner.equalsIgnoreCase(pluginOwner);
    if (sha256 != null) {
      return sha256.equalsIgnoreCase(hash) && (itsOwn || !own);
    }
    return itsOwn && pluginName.equals(name) && (versions.isEmpty() || versions.contains(version));
  }
}
