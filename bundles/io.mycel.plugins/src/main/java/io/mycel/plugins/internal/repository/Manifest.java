package io.mycel.plugins.internal.repository;

import io.mycel.plugins.internal.trust.Kill;
import java.util.List;

/**
 * What a {@code manifest.imjoy.json} says.
 *
 * @param publicKey of its publisher, as it stands there; null if it is not signed
 * @param indexSha256 of the index of OSGi beside it; null if it does not say
 * @param plugins those that can be installed
 * @param kills what must not run any more
 */
public record Manifest(
    String publicKey, String indexSha256, List<RepositoryEntry> plugins, List<Kill> kills) {

  /** One that lists nothing. */
  static final Manifest EMPTY = new Manifest(null, null, List.of(), List.of());

  /** A manifest; the lists are copied. */
  public Manifest {
    plugins = List.copyOf(plugins);
    kills = List.copyOf(kills);
  }
}
