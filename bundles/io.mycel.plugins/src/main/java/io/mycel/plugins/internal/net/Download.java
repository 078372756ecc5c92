package io.mycel.plugins.internal.net;

import java.net.URI;

/**
 * What a server answered.
 *
 * @param url where it came from, after redirects
 * @param content null if it is what the asker has already
 * @param etag by which to ask again; null if the server gave none
 */
public record Download(URI url, byte[] content, String etag) {

  /** True if the asker's copy is still what the URL names. */
  public boolean isNotModified() {
    return content == null;
  }
}
