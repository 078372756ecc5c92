package io.mycel.plugins.internal.store;

/**
 * A plugin as the profile holds it.
 *
 * @param owner whose it is: {@code owner/repository}, the host of its URL, or {@code local}
 * @param tag null if it has no tags
 * @param workspace where it lives
 * @param source where it comes from, as the user wrote it
 * @param url from which it was read; null for a local file
 * @param version as its author wrote it
 * @param sha256 of its file
 * @param pinned true if updates leave it as it is
 */
public record InstalledPlugin(
    String owner,
    String name,
    String tag,
    String workspace,
    String source,
    String url,
    String version,
    String sha256,
    boolean pinned) {

  /** True if this is another version of the same plugin: it takes its place. */
  public boolean replaces(InstalledPlugin other) {
    return name.equals(other.name) && workspace.equals(other.workspace);
  }
}
