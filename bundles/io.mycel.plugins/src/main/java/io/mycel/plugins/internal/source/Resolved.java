package io.mycel.plugins.internal.source;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.trust.Trust;
import java.net.URI;
import java.util.List;

/**
 * What a user wrote, with what it leads to: content that was read, checked and hashed.
 *
 * @param source as it was written
 * @param owner whose plugin it is: {@code owner/repository}, the host of its URL, or {@code local}
 * @param url from which it was read, after redirects; {@code file:} for a local one
 * @param commit of git that the URL is pinned to; null if there is none
 * @param kind what the content is
 * @param content the file; it is not copied, nobody changes it
 * @param sha256 of the content, in hexadecimal digits
 * @param plugin what it says of itself; for a bundle, of its headers, with no blocks
 * @param trust what vouches for it
 * @param scope in which its own dependencies are looked up
 * @param warnings for the user
 */
public record Resolved(
    String source,
    String owner,
    URI url,
    String commit,
    ContentKind kind,
    byte[] content,
    String sha256,
    PluginDescriptor plugin,
    Trust trust,
    Scope scope,
    List<String> warnings) {

  /** What was found; the list is copied. */
  public Resolved {
    warnings = List.copyOf(warnings);
  }

  /** Whose manifest or index lists it, as users write it; null if none does. */
  public String repository() {
    return scope.repository() == null ? null : scope.repository().id();
  }

  /** In bytes. */
  public long size() {
    return content.length;
  }
}
