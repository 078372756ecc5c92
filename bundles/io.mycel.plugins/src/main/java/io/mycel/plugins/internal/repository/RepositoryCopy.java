package io.mycel.plugins.internal.repository;

import java.time.Instant;

/**
 * What the disk holds of a repository, beside its files.
 *
 * @param address as users write it
 * @param base where its files are
 * @param commit of git that they were read at; null if there is none
 * @param manifest null if it has none
 * @param signature of the manifest; null if it is not signed
 * @param index of OSGi; null if it has none
 * @param fetched when it was last asked for and answered
 */
record RepositoryCopy(
    String address,
    String base,
    String commit,
    Part manifest,
    Part signature,
    Part index,
    Instant fetched) {

  /**
   * One file.
   *
   * @param url it came from
   * @param sha256 by which it is found in the store
   * @param etag by which to ask again; null if the server gave none
   */
  record Part(String url, String sha256, String etag) {}
}
