package io.mycel.plugins.internal.repository;

import io.mycel.plugins.internal.index.BundleResource;
import io.mycel.plugins.internal.trust.Kill;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A repository as it was when it was last read.
 *
 * @param base where its files are; what it names is relative to that
 * @param commit of git that it was read at; null if there is none
 * @param key the fingerprint of the key that signed its manifest; null if it is not signed
 * @param indexSigned true if the signature also covers the index of OSGi
 * @param plugins that it lists
 * @param bundles of its index of OSGi
 * @param kills what must not run any more
 * @param fetched when it was last asked for and answered
 * @param problem why it could not be asked since; null if it could
 */
public record Repository(
    RepositoryAddress address,
    URI base,
    String commit,
    String key,
    boolean indexSigned,
    List<RepositoryEntry> plugins,
    List<BundleResource> bundles,
    List<Kill> kills,
    Instant fetched,
    String problem) {

  /** A repository; the lists are copied. */
  public Repository {
    plugins = List.copyOf(plugins);
    bundles = List.copyOf(bundles);
    kills = List.copyOf(kills);
  }

  /** The plugin with a name. */
  public Optional<RepositoryEntry> plugin(String name) {
    return plugins.stream().filter(plugin -> plugin.name().equals(name)).findFirst();
  }

  Repository withProblem(String problem) {
    return new Repository(
        address, base, commit, key, indexSigned, plugins, bundles, kills, fetched, problem);
  }
}
