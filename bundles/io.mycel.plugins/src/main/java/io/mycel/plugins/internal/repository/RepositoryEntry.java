package io.mycel.plugins.internal.repository;

import java.net.URI;
import java.util.List;

/**
 * A plugin as a manifest lists it. The file itself is what counts: manifests are written by hand or
 * long ago, and drift.
 *
 * @param repository which manifest lists it: {@code owner/repository} or its URL
 * @param name unique in its manifest
 * @param uri where its file is
 * @param type empty if the manifest does not say
 * @param version empty if the manifest does not say
 * @param tags variants that it comes in
 * @param description may be empty
 * @param labels for finding it
 * @param sha256 of its file; null if the manifest does not say
 */
public record RepositoryEntry(
    String repository,
    String name,
    URI uri,
    String type,
    String version,
    List<String> tags,
    String description,
    List<String> labels,
    String sha256) {

  /** An entry; the lists are copied. */
  public RepositoryEntry {
    tags = List.copyOf(tags);
    labels = List.copyOf(labels);
  }
}
