package io.mycel.plugins.internal.repository;

import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.net.Download;
import io.mycel.plugins.internal.net.DownloadException;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.repository.RepositoryCopy.Part;
import io.mycel.plugins.internal.store.ContentStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Brings the files of a repository to the disk, those that have changed. */
final class RepositoryFetcher {
  static final String MANIFEST = "manifest.imjoy.json";
  static final String SIGNATURE = ".sig";
  static final String INDEX = "index.xml";
  private static final long MAX_SIGNATURE_BYTES = 1024;

  private final Downloader downloader;
  private final GitHub github;
  private final ContentStore contents;
  private final RepositoryLimits limits;
  private final InstantSource clock;

  RepositoryFetcher(
      Downloader downloader,
      GitHub github,
      ContentStore contents,
      RepositoryLimits limits,
      InstantSource clock) {
    this.downloader = downloader;
    this.github = github;
    this.contents = contents;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Reads a repository.
   *
   * @param before what the disk has of it; null for nothing
   */
  RepositoryCopy fetch(RepositoryAddress address, RepositoryCopy before)
      throws IOException, InterruptedException {
    RepositoryCopy copy;
    if (address instanceof RepositoryAddress.GitHub at) {
      Optional<String> commit = github.commit(at.owner(), at.repository(), at.ref());
      if (before != null && commit.isPresent() && commit.get().equals(before.commit())) {
        return new RepositoryCopy(
            before.address(),
            before.base(),
            before.commit(),
            before.manifest(),
            before.signature(),
            before.index(),
            clock.instant());
      }
      URI base = GitHub.raw(at.owner(), at.repository(), commit.orElse(at.ref()), "");
      copy = files(address, base, MANIFEST, INDEX, commit.orElse(null), before);
    } else if (address instanceof RepositoryAddress.Folder folder) {
      copy = files(address, folder.path().toUri(), MANIFEST, INDEX, null, before);
    } else {
      URI url = ((RepositoryAddress.Web) address).url();
      String path = url.getPath().toLowerCase(Locale.ROOT);
      String file = path.substring(path.lastIndexOf('/') + 1);
      boolean xml = file.contains(".xml");
      copy =
          files(
              address,
              url,
              xml ? null : file.isEmpty() ? MANIFEST : url.toString(),
              xml ? url.toString() : INDEX,
              null,
              before);
    }
    if (copy.manifest() == null && copy.index() == null) {
      throw new FileNotFoundException("there is neither a " + MANIFEST + " nor an " + INDEX);
    }
    return copy;
  }

  private RepositoryCopy files(
      RepositoryAddress address,
      URI base,
      String manifest,
      String index,
      String commit,
      RepositoryCopy before)
      throws IOException, InterruptedException {
    Part manifestPart = null;
    Part signature = null;
    if (manifest != null) {
      URI url = base.resolve(manifest);
      manifestPart = part(url, before == null ? null : before.manifest(), limits.manifestBytes());
      if (manifestPart != null) {
        signature =
            part(
                URI.create(url + SIGNATURE),
                before == null ? null : before.signature(),
                MAX_SIGNATURE_BYTES);
      }
    }
    Part indexPart =
        part(base.resolve(index), before == null ? null : before.index(), limits.indexBytes());
    return new RepositoryCopy(
        address.id(), base.toString(), commit, manifestPart, signature, indexPart, clock.instant());
  }

  /** One file, or null if there is none. */
  private Part part(URI url, Part before, long maxBytes) throws IOException, InterruptedException {
    if ("file".equals(url.getScheme())) {
      return local(Path.of(url), url, maxBytes);
    }
    boolean known =
        before != null
            && before.url().equals(url.toString())
            && contents.find(before.sha256()).isPresent();
    try {
      Download download =
          downloader.get(github.hosts().actual(url), known ? before.etag() : null, null, maxBytes);
      return download.isNotModified()
          ? before
          : new Part(url.toString(), contents.put(download.content()), download.etag());
    } catch (DownloadException e) {
      if (e.isNotFound()) {
        return null;
      }
      throw e;
    }
  }

  private Part local(Path file, URI url, long maxBytes) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    if (Files.size(file) > maxBytes) {
      throw new IOException(file + " is longer than " + maxBytes + " bytes, which is the limit");
    }
    return new Part(url.toString(), contents.put(Files.readAllBytes(file)), null);
  }
}
