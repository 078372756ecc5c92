package io.mycel.plugins.internal.trust;

/** What vouches for the content of a plugin. */
public sealed interface Trust {

  /**
   * Its hash stands in a manifest that its publisher has signed.
   *
   * @param repository which manifest
   * @param key the fingerprint of the publisher's key
   */
  record Signed(String repository, String key) implements Trust {}

  /**
   * Its hash stands in a manifest, which is not signed.
   *
   * @param repository which manifest
   */
  record Listed(String repository) implements Trust {}

  /** Nothing but the host that it came from. */
  record Unlisted() implements Trust {}

  /** It is a file of this machine. */
  record Local() implements Trust {}

  /** For people. */
  default String text() {
    if (this instanceof Signed signed) {
      return "signed by " + signed.repository() + " (key " + signed.key() + ")";
    }
    if (this instanceof Listed listed) {
      return "listed with its hash by " + listed.repository() + ", not signed";
    }
    return this instanceof Local
        ? "a file of this machine"
        : "neither listed with a hash nor signed";
  }
}
