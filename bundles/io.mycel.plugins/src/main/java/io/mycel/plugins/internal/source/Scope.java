package io.mycel.plugins.internal.source;

import io.mycel.plugins.internal.repository.RepositoryAddress;

/**
 * Where names are looked up, and what may be named.
 *
 * @param repository whose plugins come first; null for none
 * @param local true if files of this machine may be named: by its users, not by plugins that come
 *     from elsewhere
 */
public record Scope(RepositoryAddress repository, boolean local) {

  /** What the users of this machine write. */
  public static final Scope USER = new Scope(null, true);

  /** What a plugin from elsewhere writes. */
  public static final Scope FOREIGN = new Scope(null, false);

  /** What a plugin of a repository writes. */
  static Scope of(RepositoryAddress repository) {
    return new Scope(repository, repository instanceof RepositoryAddress.Folder);
  }
}
