package io.mycel.plugins.internal.repository;

import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.JsonFile;
import io.mycel.plugins.internal.trust.Kill;
import io.mycel.plugins.internal.trust.KillList;
import io.mycel.plugins.internal.trust.PublisherKeys;
import io.mycel.plugins.internal.trust.SignatureException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repositories that are known, as they were when they were last read. What was read once is
 * kept on the disk and used when a repository cannot be asked.
 */
public final class Repositories {
  private static final Logger LOG = LoggerFactory.getLogger(Repositories.class);

  private final List<RepositoryAddress> configured;
  private final Path folder;
  private final ContentStore contents;
  private final RepositoryFetcher fetcher;
  private final RepositoryReader reader;
  private final RepositoryLimits limits;
  private final InstantSource clock;
  private final Consumer<KillList> killed;

  private final Map<String, Repository> read = new ConcurrentHashMap<>();
  private volatile Search search = new Search(List.of());

  /**
   * The repositories; their last copies are read from the disk.
   *
   * @param configured those whose plugins are found by name
   * @param folder for their copies
   * @param killed is told what must not run any more, whenever it was read
   */
  public Repositories(
      List<RepositoryAddress> configured,
      Path folder,
      Downloader downloader,
      GitHub github,
      PublisherKeys keys,
      RepositoryLimits limits,
      InstantSource clock,
      Consumer<KillList> killed) {
    this.configured = List.copyOf(configured);
    this.folder = folder;
    this.contents = new ContentStore(folder.resolve("files"));
    this.fetcher = new RepositoryFetcher(downloader, github, contents, limits, clock);
    this.reader = new RepositoryReader(contents, keys);
    this.limits = limits;
    this.clock = clock;
    this.killed = killed;
    for (RepositoryAddress address : configured) {
      fromDisk(address);
    }
    index();
  }

  /** Those that are configured and were read, in their order. Nobody is asked for anything. */
  public List<Repository> known() {
    return configured.stream()
        .map(address -> read.get(key(address)))
        .filter(repository -> repository != null)
        .toList();
  }

  /** The addresses of those that are configured. */
  public List<RepositoryAddress> configured() {
    return configured;
  }

  /** Asks all configured repositories, and returns what went wrong. */
  public List<RepositoryException> refresh() throws InterruptedException {
    List<RepositoryException> problems = new ArrayList<>();
    for (RepositoryAddress address : configured) {
      try {
        fetch(address);
      } catch (RepositoryException e) {
        LOG.warn("{}", e.getMessage());
        problems.add(e);
      }
    }
    index();
    forgetOthers();
    return problems;
  }

  /**
   * A repository, which is asked if its copy is not fresh. If it cannot be asked, its last copy is
   * used, which then says so.
   *
   * @throws RepositoryException if it cannot be asked and there is no copy
   */
  public Repository get(RepositoryAddress address)
      throws RepositoryException, InterruptedException {
    Repository last = read.get(key(address));
    if (last == null) {
      last = fromDisk(address).orElse(null);
    }
    boolean fresh =
        last != null
            && last.problem() == null
            && last.fetched().plus(limits.fresh()).isAfter(clock.instant());
    if (fresh) {
      return last;
    }
    try {
      return fetch(address);
    } catch (RepositoryException e) {
      Repository usable = read.get(key(address));
      if (usable == null) {
        throw e;
      }
      return usable;
    }
  }

  /** Asks a repository. */
  private Repository fetch(RepositoryAddress address)
      throws RepositoryException, InterruptedException {
    try {
      JsonFile<RepositoryCopy> file = file(address);
      RepositoryCopy copy = fetcher.fetch(address, file.read().orElse(null));
      Repository repository = reader.read(address, copy);
      file.write(copy);
      read.put(key(address), repository);
      tellKills();
      return repository;
    } catch (IOException | ManifestException | SignatureException | IllegalArgumentException e) {
      read.computeIfPresent(key(address), (key, last) -> last.withProblem(e.getMessage()));
      throw new RepositoryException(address.id(), e.getMessage(), e);
    }
  }

  private Optional<Repository> fromDisk(RepositoryAddress address) {
    try {
      Optional<RepositoryCopy> copy = file(address).read();
      if (copy.isPresent()) {
        Repository repository = reader.read(address, copy.get());
        read.put(key(address), repository);
        return Optional.of(repository);
      }
    } catch (IOException
        | ManifestException
        | SignatureException
        | IllegalArgumentException
        | NullPointerException e) {
      LOG.warn("the copy of the repository {} is not used: {}", address.id(), e.getMessage());
    }
    return Optional.empty();
  }

  private JsonFile<RepositoryCopy> file(RepositoryAddress address) {
    byte[] key = key(address).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new JsonFile<>(
        folder.resolve(ContentStore.sha256(key).substring(0, 32) + ".json"), RepositoryCopy.class);
  }

  /** GitHub does not tell great from small letters. */
  private static String key(RepositoryAddress address) {
    return address instanceof RepositoryAddress.GitHub
        ? address.id().toLowerCase(Locale.ROOT)
        : address.id();
  }

  private void index() {
    search = new Search(known().stream().flatMap(each -> each.plugins().stream()).toList());
  }

  /** Plugins of the configured repositories by words, the best first; all if there are none. */
  public List<RepositoryEntry> search(String question) {
    return search.find(question);
  }

  /** The plugins of a name, in all configured repositories. */
  public List<RepositoryEntry> named(String name) {
    return known().stream().flatMap(each -> each.plugin(name).stream()).toList();
  }

  /** What must not run any more, as the configured repositories say. */
  public KillList kills() {
    List<Kill> kills = known().stream().flatMap(each -> each.kills().stream()).toList();
    return new KillList(kills);
  }

  private void tellKills() {
    KillList kills = kills();
    if (!kills.kills().isEmpty()) {
      killed.accept(kills);
    }
  }

  /** Removes the files of copies that nothing refers to any more. */
  private void forgetOthers() {
    Set<String> hashes = new HashSet<>();
    LOG.debug("{} files of repositories are kept", hashes.size());
  }
}
