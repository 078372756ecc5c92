package io.mycel.plugins.internal.trust;

import java.util.List;
import java.util.Optional;

/**
 * All that must not run any more.
 *
 * @param kills of all repositories
 */
public record KillList(List<Kill> kills) {

  /** Nothing. */
  public static final KillList EMPTY = new KillList(List.of());

  /** A list, which is copied. */
  public KillList {
    kills = List.copyOf(kills);
  }

  /** What is said about a plugin. */
  public Optional<Kill> about(String owner, String name, String version, String sha256) {
    return kills.stream().filter(kill -> kill.meets(owner, name, version, sha256)).findFirst();
  }
}
