package io.mycel.plugins.internal.repository;

import io.mycel.plugins.internal.index.BundleResource;
import io.mycel.plugins.internal.index.IndexException;
import io.mycel.plugins.internal.index.IndexReader;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.trust.PublisherKey;
import io.mycel.plugins.internal.trust.PublisherKeys;
import io.mycel.plugins.internal.trust.SignatureException;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Makes a repository of what the disk holds of it; nothing that is not signed as it must be. */
final class RepositoryReader {
  private final ContentStore contents;
  private final PublisherKeys keys;
  private final RepositoryLimits limits;

  RepositoryReader(ContentStore contents, PublisherKeys keys, RepositoryLimits limits) {
    this.contents = contents;
    this.keys = keys;
    this.limits = limits;
  }

  Repository read(RepositoryAddress address, RepositoryCopy copy)
      throws IOException, ManifestException, SignatureException, IndexException {
    Manifest manifest = Manifest.EMPTY;
    PublisherKey key = null;
    if (copy.manifest() != null) {
      byte[] content = contents.get(copy.manifest().sha256());
      URI url = URI.create(copy.manifest().url());
      manifest = ManifestReader.read(address.id(), address.namespace(), url, content);
      key = key(manifest, copy, content);
    }
    keys.check(publisher(address), key);
    boolean indexSigned = manifest.indexSha256() != null && key != null;
    List<BundleResource> bundles = bundles(address, copy, manifest);
    return new Repository(
        address,
        URI.create(copy.base()),
        copy.commit(),
        key == null ? null : key.fingerprint(),
        indexSigned,
        manifest.plugins(),
        bundles,
        manifest.kills(),
        copy.fetched(),
        null);
  }

  private List<BundleResource> bundles(
      RepositoryAddress address, RepositoryCopy copy, Manifest manifest)
      throws IOException, IndexException {
    if (copy.index() == null) {
      return List.of();
    }
    String listed = manifest.indexSha256();
    if (listed != null && !listed.equalsIgnoreCase(copy.index().sha256())) {
      throw new IOException(
          "its index is not the one that its manifest lists: its SHA-256 is "
              + copy.index().sha256()
              + ", listed is "
              + listed);
    }
    byte[] content = contents.get(copy.index().sha256());
    return IndexReader.read(
        address.id(), URI.create(copy.index().url()), content, limits.indexBytes());
  }

  private PublisherKey key(Manifest manifest, RepositoryCopy copy, byte[] content)
      throws SignatureException, IOException {
    if (manifest.publicKey() == null && copy.signature() == null) {
      return null;
    }
    if (manifest.publicKey() == null) {
      throw new SignatureException(
          "it has a signature, but its manifest names no 'public_key' to check it by");
    }
    if (copy.signature() == null) {
      throw new SignatureException(
          "its manifest names a 'public_key', but there is no signature beside it ("
              + RepositoryFetcher.MANIFEST
              + RepositoryFetcher.SIGNATURE
              + ")");
    }
    PublisherKey key = PublisherKey.parse(manifest.publicKey());
    key.check(content, contents.get(copy.signature().sha256()));
    return key;
  }

  /** By which a publisher is remembered: all commits of a repository have the same one. */
  static String publisher(RepositoryAddress address) {
    return address instanceof RepositoryAddress.GitHub ? address.namespace() : address.id();
  }
}
