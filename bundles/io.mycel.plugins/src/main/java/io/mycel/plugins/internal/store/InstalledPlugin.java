package io.mycel.plugins.internal.store;

/**
 * A plugin as the profile holds it.
 *
 * @param owner whose it is: {@code owner/repository}, the host of its URL, or {@code local}
 * @param tag null if it has no tags
 * @param workspace where it lives; null for a library, which lives in none
 * @param source where it comes from, as the user wrote it
 * @param url from which it was read; {@code file:} for a local one
 * @param commit of git that the URL is pinned to; null if there is none
 * @param kind what its content is; null, as in older profiles, for a plugin file
 * @param version as its author wrote it
 * @param sha256 of its content
 * @param key the fingerprint of the publisher's key that signed it; null if nobody did
 * @param dependency true if nobody asked for it but another plugin
 * @param pinned true if updates leave it as it is
 * @param agreement what its user has agreed to; null, as in older profiles, for the standard
 * @param instance null for a plugin under its own name; otherwise the name of one more instance
 * @param repository whose manifest or index lists it, as users write it; null if none does, and in
 *     older profiles
 */
public record InstalledPlugin(
    String owner,
    String name,
    String tag,
    String workspace,
    String source,
    String url,
    String commit,
    ContentKind kind,
    String version,
    String sha256,
    String key,
    boolean dependency,
    boolean pinned,
    Agreement agreement,
    String instance,
    String repository) {

  /** A plugin of the profile. */
  public InstalledPlugin {
    kind = kind == null ? ContentKind.FILE : kind;
  }

  /** A plugin that its user was not yet asked about. */
  public InstalledPlugin(
      String owner,
      String name,
      String tag,
      String workspace,
      String source,
      String url,
      String commit,
      ContentKind kind,
      String version,
      String sha256,
      String key,
      boolean dependency,
      boolean pinned) {
    this(
        owner,
        name,
        tag,
        workspace,
        source,
        url,
        commit,
        kind,
        version,
        sha256,
        key,
        dependency,
        pinned,
        null,
        null,
        null);
  }

  /**
   * What is there once only among plugins.
   *
   * @param version null but for a library, since several versions of one live beside each other
   */
  public record Place(String workspace, String id, String version) {}

  /** The place that it takes: another version of the same plugin has the same. */
  public Place place() {
    return new Place(workspace, id(), kind == ContentKind.LIBRARY ? version : null);
  }

  /** True if this is another version of the same plugin: it takes its place. */
  public boolean replaces(InstalledPlugin other) {
    return place().equals(other.place());
  }

  /** Its name among the plugins of its workspace. */
  public String id() {
    return instance == null ? name : instance;
  }

  /** The same, as much wished and pinned as it was before, if that was more. */
  public InstalledPlugin asWishedAs(InstalledPlugin before) {
    return with(
        source,
        url,
        dependency && before.dependency,
        pinned || before.pinned,
        agreement == null ? before.agreement : agreement,
        instance,
        repository);
  }

  /** The same, with what its user has agreed to. */
  public InstalledPlugin agreed(Agreement now) {
    return with(source, url, dependency, pinned, now, instance, repository);
  }

  /** The same, which updates leave as it is, or not. */
  public InstalledPlugin pinned(boolean now) {
    return with(source, url, dependency, now, agreement, instance, repository);
  }

  /**
   * The same, from elsewhere.
   *
   * @param now where it comes from, as users write it
   * @param address from which it is read again; null for nowhere
   */
  public InstalledPlugin from(String now, String address) {
    return with(now, address, dependency, pinned, agreement, instance, repository);
  }

  /** One more instance of it, under a name of its own. */
  public InstalledPlugin named(String now) {
    return with(source, url, dependency, pinned, agreement, now, repository);
  }

  /** The same, as a repository lists it; null for none. */
  public InstalledPlugin listedBy(String address) {
    return with(source, url, dependency, pinned, agreement, instance, address);
  }

  private InstalledPlugin with(
      String sourceNow,
      String urlNow,
      boolean dependencyNow,
      boolean pinnedNow,
      Agreement agreementNow,
      String instanceNow,
      String repositoryNow) {
    return new InstalledPlugin(
        owner,
        name,
        tag,
        workspace,
        sourceNow,
        urlNow,
        commit,
        kind,
        version,
        sha256,
        key,
        dependencyNow,
        pinnedNow,
        agreementNow,
        instanceNow,
        repositoryNow);
  }
}
