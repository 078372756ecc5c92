package io.mycel.plugins.internal.library;

import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.library.LibraryStore.Fetched;
import io.mycel.plugins.internal.library.LibraryStore.Pinned;
import io.mycel.plugins.internal.net.Download;
import io.mycel.plugins.internal.net.DownloadException;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.store.ContentStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Libraries by the URLs that plugins write. Those of content networks are taken from the packages
 * that the networks serve, those of repositories at GitHub from a commit; what was fetched once is
 * not asked for again.
 */
public final class Libraries {
  private static final Logger LOG = LoggerFactory.getLogger(Libraries.class);

  private final Downloader downloader;
  private final GitHub github;
  private final NpmRegistry registry;
  private final LibraryStore store;
  private final LibraryLimits limits;
  private final boolean direct;

  /**
   * A library.
   *
   * @param url to which what it names itself is relative
   * @param origin where it really came from, with its version or commit
   */
  public record Library(URI url, String mediaType, byte[] content, String sha256, String origin) {}

  /**
   * Libraries.
   *
   * @param registry of npm packages, with a slash at the end
   * @param direct true if a library whose package cannot be had is asked for at its own URL
   */
  public Libraries(
      Downloader downloader,
      GitHub github,
      URI registry,
      LibraryStore store,
      LibraryLimits limits,
      boolean direct) {
    this.direct = direct;
    this.downloader = downloader;
    this.github = github;
    this.registry = new NpmRegistry(downloader, registry, limits);
    this.store = store;
    this.limits = limits;
  }

  /**
   * A library. Blocks while it is downloaded.
   *
   * @param url as the plugin wrote it, resolved
   */
  public Library fetch(URI url) throws LibraryException, InterruptedException {
    URI plain = withoutFragment(url);
    try {
      Optional<Fetched> known = store.fetched(plain);
      Optional<byte[]> content =
          known.isPresent() ? store.content(known.get().sha256()) : Optional.empty();
      return content.isPresent()
          ? library(known.get(), content.get())
          : fetch(plain, CdnUrls.of(URI.create(github.hosts().known(plain.toString()))));
    } catch (IOException | IllegalArgumentException e) {
      throw new LibraryException(url, e.getMessage(), e);
    }
  }

  private static URI withoutFragment(URI url) throws LibraryException {
    if (url.getHost() == null || !url.getScheme().matches("(?i)https?")) {
      throw new LibraryException(url, "only https is allowed");
    }
    String text = url.toString();
    int hash = text.indexOf('#');
    return hash < 0 ? url : URI.create(text.substring(0, hash));
  }

  private Library fetch(URI url, LibrarySource source) throws IOException, InterruptedException {
    if (source instanceof LibrarySource.Plain) {
      return plain(url);
    }
    try {
      return source instanceof LibrarySource.Npm npm
          ? npm(url, npm)
          : github(url, (LibrarySource.GitHubFile) source);
    } catch (IOException e) {
      if (!direct) {
        throw new IOException(reason(e), e);
      }
      LOG.info("{} is asked for itself, since its package cannot be had: {}", url, e.toString());
      try {
        return plain(url);
      } catch (IOException also) {
        throw new IOException(reason(e) + "; and " + also.getMessage(), also);
      }
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException file
        ? file.getFile() + ": " + file.getReason()
        : e.getMessage();
  }

  private Library npm(URI url, LibrarySource.Npm npm) throws IOException, InterruptedException {
    IOException problem = null;
    for (String name : npm.names()) {
      try {
        Pinned pinned = pin(name, npm.range());
        byte[] tarball = store.content(pinned.sha256()).orElseThrow();
        PackageFiles files = new PackageFiles(tarball, limits);
        String path = files.find(npm.path(), npm.exact());
        String file = name + "@" + pinned.version() + "/" + path;
        return keep(
            url,
            npm.exact() ? exact(url, file) : url,
            path,
            files.read(path),
            "npm:" + file,
            pinned.integrity());
      } catch (IOException e) {
        problem = problem == null ? e : problem;
      }
    }
    throw problem == null ? new IOException("it names no package") : problem;
  }

  /** The URL of a file with its version and whole path, at the same content network. */
  private static URI exact(URI url, String file) {
    String network =
        url.getHost().endsWith("unpkg.com")
            ? "https://unpkg.com/"
            : "https://cdn.jsdelivr.net/npm/";
    return URI.create(network + file.replace(" ", "%20"));
  }

  private Pinned pin(String name, String range) throws IOException, InterruptedException {
    Optional<Pinned> known = store.pinned(name, range);
    if (known.isPresent() && store.content(known.get().sha256()).isPresent()) {
      return known.get();
    }
    // the same version again, if the package had to make room
    String version = known.map(Pinned::version).orElse(range);
    NpmRegistry.Package found = registry.get(name, version);
    // one that cannot be read is not kept
    new PackageFiles(found.content(), limits);
    Pinned pinned =
        new Pinned(
            name,
            range,
            found.version(),
            ContentStore.sha256(found.content()),
            found.integrity().toString());
    store.keep(pinned, found.content());
    return pinned;
  }

  private Library github(URI url, LibrarySource.GitHubFile file)
      throws IOException, InterruptedException {
    String commit = commit(file);
    String ref = commit == null ? file.ref() : commit;
    URI raw = GitHub.raw(file.owner(), file.repository(), ref, file.path());
    Download download = downloader.get(github.hosts().actual(raw), null, null, limits.fileBytes());
    String origin =
        "github:%s/%s@%s/%s".formatted(file.owner(), file.repository(), ref, file.path());
    return keep(url, raw, file.path(), download.content(), origin, null);
  }

  /** The commit of a file; null if GitHub does not tell. */
  private String commit(LibrarySource.GitHubFile file) throws IOException, InterruptedException {
    if ("latest".equals(file.ref())) {
      return tagged(file, NpmRange.parse("*"));
    }
    try {
      return github.commit(file.owner(), file.repository(), file.ref()).orElse(null);
    } catch (DownloadException e) {
      if (e.isNotFound() && file.ref() != null && file.ref().matches("[v\\d^~*x.]+")) {
        return tagged(file, NpmRange.parse(file.ref()));
      }
      throw e;
    }
  }

  /** The commit of the newest version that tags name: jsDelivr takes ranges of versions too. */
  private String tagged(LibrarySource.GitHubFile file, NpmRange range)
      throws IOException, InterruptedException {
    String tag =
        github.names(file.owner(), file.repository()).stream()
            .filter(name -> NpmVersion.parse(name).map(range::holds).orElse(false))
            .max(Comparator.comparing(name -> NpmVersion.parse(name).orElseThrow()))
            .orElseThrow(
                () ->
                    new IOException(
                        "%s/%s has no version '%s'"
                            .formatted(file.owner(), file.repository(), file.ref())));
    return github.commit(file.owner(), file.repository(), tag).orElse(null);
  }

  private Library plain(URI url) throws IOException, InterruptedException {
    boolean local = url.getHost().matches("localhost|127\\..*|\\[::1]");
    URI safe = local ? url : URI.create(url.toString().replaceFirst("(?i)^http:", "https:"));
    Download download = downloader.get(github.hosts().actual(safe), null, null, limits.fileBytes());
    return keep(
        url, download.url(), url.getPath(), download.content(), download.url().toString(), null);
  }

  private Library keep(
      URI url, URI base, String path, byte[] content, String origin, String integrity)
      throws IOException {
    Fetched fetched =
        new Fetched(
            url.toString(),
            base.toString(),
            MediaTypes.of(path),
            ContentStore.sha256(content),
            origin,
            integrity);
    store.keep(fetched, content);
    return library(fetched, content);
  }

  private static Library library(Fetched fetched, byte[] content) {
    return new Library(
        URI.create(fetched.base()),
        fetched.mediaType(),
        content,
        fetched.sha256(),
        fetched.origin());
  }
}
