package io.mycel.plugins.internal.source;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.index.BundleResource;
import io.mycel.plugins.internal.install.PluginUri;
import io.mycel.plugins.internal.net.Download;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.Repository;
import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.repository.RepositoryEntry;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.trust.Kill;
import io.mycel.plugins.internal.trust.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Leads from what a user wrote to content that was read, checked and hashed. */
public final class PluginSources {
  /** What is called the source of a plugin whose text was given. */
  private static final String GIVEN = "text" + PluginUri.EXTENSION;

  private final Downloader downloader;
  private final GitHub github;
  private final Repositories repositories;
  private final EntryFinder finder;
  private final ContentStore contents;
  private final SourceLimits limits;
  private final ContentReader reader;

  /**
   * Sources of plugins.
   *
   * @param contents what is there is not downloaded again
   */
  public PluginSources(
      Downloader downloader,
      GitHub github,
      Repositories repositories,
      ContentStore contents,
      SourceLimits limits) {
    this.downloader = downloader;
    this.github = github;
    this.repositories = repositories;
    this.finder = new EntryFinder(repositories);
    this.contents = contents;
    this.limits = limits;
    this.reader = new ContentReader(limits.jar());
  }

  /**
   * Reads what was written and leads to its content.
   *
   * @param text a plugin's URI
   * @throws PluginSourceException whose message says why it leads to nothing
   */
  public Resolved resolve(String text, Scope scope)
      throws PluginSourceException, InterruptedException {
    return resolve(text, null, scope);
  }

  /**
   * Reads what was written and leads to its content.
   *
   * @param text a plugin's URI, or the text of a plugin file
   * @param tag in the place of the URI's; null for that
   * @throws PluginSourceException whose message says why it leads to nothing
   */
  public Resolved resolve(String text, String tag, Scope scope)
      throws PluginSourceException, InterruptedException {
    if (text.stripLeading().startsWith("<")) {
      return ofContent(GIVEN, text.getBytes(StandardCharsets.UTF_8), tag);
    }
    PluginUri uri = parse(text);
    return tag == null
        ? resolve(uri, text.strip(), scope)
        : resolve(uri.withTag(tag), text.strip(), scope);
  }

  /** Reads a plugin's URI; the names of a mirror's hosts are taken for those of GitHub. */
  public PluginUri parse(String text) throws PluginSourceException {
    try {
      return PluginUri.parse(github.hosts().known(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new PluginSourceException(e.getMessage(), e);
    }
  }

  /**
   * Leads to the content of a plugin.
   *
   * @param source as it was written
   */
  public Resolved resolve(PluginUri uri, String source, Scope scope)
      throws PluginSourceException, InterruptedException {
    try {
      Resolved resolved = lead(uri, source, scope);
      refuseKilled(resolved);
      return resolved;
    } catch (IOException | IllegalArgumentException e) {
      throw new PluginSourceException(e.getMessage(), e);
    }
  }

  /** Leads to what an installed plugin's source names now, with the tag that was chosen then. */
  public Resolved again(InstalledPlugin plugin) throws PluginSourceException, InterruptedException {
    if (plugin.url() == null) {
      throw new PluginSourceException("its text was given; give it again to change it");
    }
    PluginUri uri = parse(plugin.source());
    boolean keepTag = uri.tag() == null && plugin.tag() != null;
    return resolve(keepTag ? uri.withTag(plugin.tag()) : uri, plugin.source(), Scope.USER);
  }

  /**
   * A plugin whose content the user gave.
   *
   * @param fileName its name in messages
   * @param tag null for the standard one
   */
  public Resolved ofContent(String fileName, byte[] content, String tag)
      throws PluginSourceException {
    ContentKind kind = kind(fileName);
    PluginDescriptor plugin = reader.read(fileName, kind, content, tag);
    Resolved resolved =
        new Resolved(
            fileName,
            RepositoryAddress.LOCAL,
            null,
            null,
            kind,
            content,
            ContentStore.sha256(content),
            plugin,
            new Trust.Local(),
            Scope.USER,
            List.of());
    refuseKilled(resolved);
    return resolved;
  }

  /** What an installed plugin depends on, as its content says; nothing if that is not here. */
  public List<String> dependencies(InstalledPlugin plugin) {
    try {
      Optional<byte[]> content = contents.find(plugin.sha256());
      return content.isEmpty()
          ? List.of()
          : reader.read(plugin.name(), plugin.kind(), content.get(), plugin.tag()).dependencies();
    } catch (IOException | PluginSourceException e) {
      return List.of(); // what is wrong with it is told where it is started
    }
  }

  /**
   * Leads to exactly one content, by its hash.
   *
   * @param plugin with the hash, and the URL where the content is if it is not here
   * @param here the content; null if it is in the store or at the URL
   */
  public Resolved exact(InstalledPlugin plugin, byte[] here)
      throws PluginSourceException, InterruptedException {
    String what = "'" + plugin.name() + "' " + plugin.version();
    try {
      byte[] content = here != null ? here : contents.find(plugin.sha256()).orElse(null);
      if (content == null) {
        if (plugin.url() == null || plugin.url().startsWith("file:")) {
          throw new PluginSourceException(
              what + ": its content is not here, and it has no URL; export it with a mirror");
        }
        content = download(URI.create(plugin.url()), plugin.kind()).content();
      }
      EntryCheck.hash(what, plugin.sha256(), ContentStore.sha256(content));
      PluginDescriptor read = reader.read(what, plugin.kind(), content, plugin.tag());
      EntryCheck.name(what, plugin, read);
      Resolved resolved =
          new Resolved(
              plugin.source(),
              plugin.owner(),
              plugin.url() == null ? null : URI.create(plugin.url()),
              plugin.commit(),
              plugin.kind(),
              content,
              plugin.sha256(),
              read,
              new Trust.Listed("a lock file"),
              Scope.FOREIGN,
              List.of());
      refuseKilled(resolved);
      return resolved;
    } catch (IOException | IllegalArgumentException e) {
      throw new PluginSourceException(what + ": " + e.getMessage(), e);
    }
  }

  /**
   * Leads to a bundle that a Java plugin needs.
   *
   * @param bundle of the index of a known repository
   */
  public Resolved library(BundleResource bundle)
      throws PluginSourceException, InterruptedException {
    try {
      Repository repository =
          repositories.known().stream()
              .filter(each -> each.address().id().equals(bundle.repository()))
              .findFirst()
              .orElseThrow(
                  () -> new PluginSourceException(bundle + ": its repository is not known"));
      BundleResource.Content where = bundle.content();
      byte[] content = contents.find(where.sha256()).orElse(null);
      if (content == null) {
        content =
            "file".equals(where.url().getScheme())
                ? LocalFile.within(repository.address(), where.url(), limits.bundleBytes())
                : download(where.url(), ContentKind.BUNDLE).content();
      }
      EntryCheck.hash(bundle, ContentStore.sha256(content));
      return new Resolved(
          where.url().toString(),
          repository.address().namespace(),
          where.url(),
          repository.commit(),
          ContentKind.LIBRARY,
          content,
          where.sha256(),
          reader.library(bundle, content),
          repository.key() != null && repository.indexSigned()
              ? new Trust.Signed(repository.address().id(), repository.key())
              : new Trust.Listed(repository.address().id()),
          new Scope(repository.address(), false),
          List.of());
    } catch (IOException e) {
      throw new PluginSourceException(bundle + ": " + e.getMessage(), e);
    }
  }

  private Resolved lead(PluginUri uri, String source, Scope scope)
      throws PluginSourceException, IOException, InterruptedException {
    if (uri instanceof PluginUri.Local local) {
      return local(local, source, scope);
    }
    if (uri instanceof PluginUri.Named named) {
      EntryFinder.Found found = finder.named(named.name(), scope);
      return listed(found, named.tag(), found.source(named.tag()));
    }
    if (uri instanceof PluginUri.InRepository in) {
      RepositoryAddress address =
          new RepositoryAddress.GitHub(in.owner(), in.repository(), in.commit());
      return listed(finder.in(address, in.name()), in.tag(), source);
    }
    if (uri instanceof PluginUri.Gist gist) {
      GitHub.Gist file =
          github
              .gist(gist.id(), PluginUri.EXTENSION)
              .orElseThrow(
                  () ->
                      new PluginSourceException(
                          source + ": this gist has no file *" + PluginUri.EXTENSION));
      String owner = "gist.github.com" + (file.owner().isEmpty() ? "" : "/" + file.owner());
      return unlisted(
          source, owner, download(file.url(), ContentKind.FILE), file.commit(), gist.tag());
    }
    if (uri instanceof PluginUri.Page page) {
      return WebPage.plugin(source, page.url());
    }
    URI url = uri instanceof PluginUri.File file ? file.url() : ((PluginUri.Bundle) uri).url();
    Pinned pinned = pin(url);
    return unlisted(
        source,
        Owner.of(pinned.url()),
        download(pinned.url(), kind(url.getPath())),
        pinned.commit(),
        uri.tag());
  }

  private Resolved local(PluginUri.Local local, String source, Scope scope)
      throws PluginSourceException, IOException {
    if (!scope.local()) {
      throw new PluginSourceException(
          source + ": only the users of this machine may name its files");
    }
    Path path = local.path().toAbsolutePath().normalize();
    ContentKind kind = kind(path.toString());
    byte[] content = LocalFile.read(path, limit(kind));
    return new Resolved(
        source,
        RepositoryAddress.LOCAL,
        path.toUri(),
        null,
        kind,
        content,
        ContentStore.sha256(content),
        reader.read(path.getFileName().toString(), kind, content, local.tag()),
        new Trust.Local(),
        Scope.USER,
        List.of());
  }

  private Resolved unlisted(
      String source, String owner, Download download, String commit, String tag)
      throws PluginSourceException {
    ContentKind kind = kind(download.url().getPath());
    byte[] content = download.content();
    return new Resolved(
        source,
        owner,
        download.url(),
        commit,
        kind,
        content,
        ContentStore.sha256(content),
        reader.read(source, kind, content, tag),
        new Trust.Unlisted(),
        Scope.FOREIGN,
        commit == null && GitHub.file(download.url()).isPresent()
            ? List.of(source + ": it could not be pinned to a commit")
            : List.of());
  }

  private Resolved listed(EntryFinder.Found found, String tag, String source)
      throws PluginSourceException, IOException, InterruptedException {
    RepositoryEntry entry = found.entry();
    RepositoryAddress address = found.repository().address();
    ContentKind kind = kind(entry.uri().getPath());
    Pinned pinned = pin(entry.uri());
    URI url = pinned.url();
    Optional<byte[]> kept =
        entry.sha256() == null
            ? Optional.empty()
            : contents.find(entry.sha256().toLowerCase(Locale.ROOT));
    byte[] content;
    if (kept.isPresent()) {
      content = kept.get();
    } else if ("file".equals(url.getScheme())) {
      content = LocalFile.within(address, url, limit(kind));
    } else {
      Download download = download(url, kind);
      content = download.content();
      url = download.url();
    }
    String sha256 = ContentStore.sha256(content);
    EntryCheck.hash(address.id(), entry, sha256);
    PluginDescriptor plugin = reader.read(source, kind, content, tag);
    List<String> warnings = new ArrayList<>(EntryCheck.warnings(address.id(), entry, plugin));
    if (found.repository().problem() != null) {
      warnings.add(
          "the repository "
              + address.id()
              + " could not be asked, its copy of "
              + found.repository().fetched()
              + " is used: "
              + found.repository().problem());
    }
    return new Resolved(
        source,
        address.namespace(),
        url,
        pinned.commit() == null ? found.repository().commit() : pinned.commit(),
        kind,
        content,
        sha256,
        plugin,
        trust(found, entry),
        Scope.of(pinnedAddress(found)),
        warnings);
  }

  private static RepositoryAddress pinnedAddress(EntryFinder.Found found) {
    return found.repository().address() instanceof RepositoryAddress.GitHub at && at.ref() != null
        ? new RepositoryAddress.GitHub(at.owner(), at.repository(), at.ref())
        : found.repository().address();
  }

  private static Trust trust(EntryFinder.Found found, RepositoryEntry entry) {
    String id = found.repository().address().id();
    if (found.repository().address() instanceof RepositoryAddress.Folder
        && found.repository().key() == null) {
      return new Trust.Local();
    }
    if (entry.sha256() == null) {
      return new Trust.Unlisted();
    }
    return found.repository().key() == null
        ? new Trust.Listed(id)
        : new Trust.Signed(id, found.repository().key());
  }

  /** A URL that names a commit, where the host tells it. */
  private record Pinned(URI url, String commit) {}

  private Pinned pin(URI url) throws IOException, InterruptedException {
    Optional<GitHub.File> file = GitHub.file(url);
    if (file.isEmpty()) {
      return new Pinned(url, null);
    }
    GitHub.File at = file.get();
    String commit = github.commit(at.owner(), at.repository(), at.ref()).orElse(null);
    return commit == null
        ? new Pinned(url, null)
        : new Pinned(GitHub.raw(at.owner(), at.repository(), commit, at.path()), commit);
  }

  private Download download(URI url, ContentKind kind) throws IOException, InterruptedException {
    Download download = downloader.get(github.hosts().actual(url), null, null, limit(kind));
    return new Download(
        URI.create(github.hosts().known(download.url().toString())),
        download.content(),
        download.etag());
  }

  private void refuseKilled(Resolved resolved) throws PluginSourceException {
    PluginDescriptor plugin = resolved.plugin();
    Optional<Kill> kill =
        repositories
            .kills(resolved.scope().repository())
            .about(resolved.owner(), plugin.name(), plugin.version(), resolved.sha256());
    if (kill.isPresent()) {
      throw new PluginSourceException(
          "'%s' %s must not run, says %s: %s"
              .formatted(plugin.name(), plugin.version(), kill.get().owner(), kill.get().reason()));
    }
  }

  private static ContentKind kind(String path) {
    return path != null && path.toLowerCase(Locale.ROOT).endsWith(PluginUri.JAR)
        ? ContentKind.BUNDLE
        : ContentKind.FILE;
  }

  private long limit(ContentKind kind) {
    return kind == ContentKind.FILE ? limits.fileBytes() : limits.bundleBytes();
  }
}
