package io.mycel.plugins.internal.repository;

import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.index.IndexException;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.trust.Kill;
import io.mycel.plugins.internal.trust.KillList;
import io.mycel.plugins.internal.trust.PublisherKeys;
import io.mycel.plugins.internal.trust.SignatureException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repositories that are known, as they were when they were last read. What was read once is
 * kept on the disk and used when a repository cannot be asked.
 */
public final class Repositories {
  private static final Logger LOG = LoggerFactory.getLogger(Repositories.class);

  private volatile List<RepositoryAddress> configured;

  /** Those from which plugins were installed, configured or not. */
  private volatile List<RepositoryAddress> origins = List.of();

  private final RepositoryCopies copies;
  private final RepositoryFetcher fetcher;
  private final RepositoryReader reader;
  private final RepositoryLimits limits;
  private final InstantSource clock;
  private final Executor executor;
  private final Consumer<KillList> killed;
  private final Consumer<Path> folders;

  /** Copies are written under its read lock, and forgotten under its write lock. */
  private final ReadWriteLock disk = new ReentrantReadWriteLock();

  private final Map<String, Repository> read = new ConcurrentHashMap<>();

  /** What is wrong with those that could not be asked, by their keys. */
  private final Map<String, String> problems = new ConcurrentHashMap<>();

  private final Object telling = new Object();
  private KillList told;
  private volatile Search search = new Search(List.of());

  /**
   * The repositories; their last copies are read from the disk.
   *
   * @param configured those whose plugins are found by name
   * @param folder for their copies
   * @param executor on which repositories are asked at the same time
   * @param killed is told what must not run any more, whenever that has changed; it must not block
   * @param folders is told of folders of this machine that were read
   */
  public Repositories(
      List<RepositoryAddress> configured,
      Path folder,
      Downloader downloader,
      GitHub github,
      PublisherKeys keys,
      RepositoryLimits limits,
      InstantSource clock,
      Executor executor,
      Consumer<KillList> killed,
      Consumer<Path> folders) {
    this.configured = List.copyOf(configured);
    this.copies = new RepositoryCopies(folder);
    this.fetcher = new RepositoryFetcher(downloader, github, copies.contents(), limits, clock);
    this.reader = new RepositoryReader(copies.contents(), keys, limits);
    this.limits = limits;
    this.clock = clock;
    this.executor = executor;
    this.killed = killed;
    this.folders = folders;
    for (RepositoryAddress address : configured) {
      fromDisk(address);
    }
    index();
    told = kills();
  }

  /** By which the key of a repository's publisher is remembered. */
  public static String publisher(RepositoryAddress address) {
    return RepositoryReader.publisher(address);
  }

  /** The addresses of those that are configured. */
  public List<RepositoryAddress> configured() {
    return configured;
  }

  /** Makes others the configured ones; their last copies are read from the disk. */
  public void configure(List<RepositoryAddress> addresses) {
    configured = List.copyOf(addresses);
    problems.keySet().retainAll(configured.stream().map(RepositoryCopies::key).toList());
    for (RepositoryAddress address : configured) {
      if (!read.containsKey(RepositoryCopies.key(address))) {
        fromDisk(address);
      }
    }
    index();
    tellKills();
  }

  /**
   * Hears others, from which plugins were installed, about what of their own must not run any more.
   * Those that were never read are asked at once, on another thread.
   */
  public void follow(Collection<RepositoryAddress> addresses) {
    origins = List.copyOf(addresses);
    for (RepositoryAddress address : followed()) {
      if (!read.containsKey(RepositoryCopies.key(address))) {
        fromDisk(address);
      }
      if (!read.containsKey(RepositoryCopies.key(address))) {
        askSoon(address);
      }
    }
    tellKills();
  }

  private List<RepositoryAddress> followed() {
    Map<String, RepositoryAddress> others = new LinkedHashMap<>();
    origins.forEach(address -> others.put(RepositoryCopies.key(address), address));
    configured.forEach(address -> others.remove(RepositoryCopies.key(address)));
    return List.copyOf(others.values());
  }

  private void askSoon(RepositoryAddress address) {
    try {
      executor.execute(() -> ask(address).ifPresent(problem -> LOG.debug("not heard", problem)));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is asked later", address.id(), e);
    }
  }

  /** Those that are configured and were read, in their order. Nobody is asked for anything. */
  public List<Repository> known() {
    return read(configured);
  }

  private List<Repository> read(List<RepositoryAddress> addresses) {
    return addresses.stream()
        .map(address -> read.get(RepositoryCopies.key(address)))
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Asks all configured repositories, and those that are followed, at the same time.
   *
   * @return what went wrong with configured ones
   */
  public List<RepositoryException> refresh() throws InterruptedException {
    List<CompletableFuture<Optional<RepositoryException>>> asked = askAll(configured);
    List<CompletableFuture<Optional<RepositoryException>>> others = askAll(followed());
    List<RepositoryException> problems = problems(asked);
    // many of these have no manifest at all, and nobody has asked for one
    problems(others).forEach(problem -> LOG.debug("not heard", problem));
    forget();
    return problems;
  }

  private List<CompletableFuture<Optional<RepositoryException>>> askAll(
      List<RepositoryAddress> addresses) {
    List<CompletableFuture<Optional<RepositoryException>>> asked = new ArrayList<>();
    for (RepositoryAddress address : addresses) {
      try {
        asked.add(CompletableFuture.supplyAsync(() -> ask(address), executor));
      } catch (RejectedExecutionException tooMany) {
        asked.add(CompletableFuture.completedFuture(ask(address)));
      }
    }
    return asked;
  }

  private static List<RepositoryException> problems(
      List<CompletableFuture<Optional<RepositoryException>>> asked) throws InterruptedException {
    List<RepositoryException> problems = new ArrayList<>();
    for (CompletableFuture<Optional<RepositoryException>> each : asked) {
      try {
        each.get().ifPresent(problems::add);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a repository was not asked", e.getCause());
      }
    }
    return problems;
  }

  private Optional<RepositoryException> ask(RepositoryAddress address) {
    try {
      fetch(address);
      return Optional.empty();
    } catch (RepositoryException e) {
      return Optional.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new RepositoryException(address.id(), "it was not asked", e));
    }
  }

  /**
   * A repository, which is asked if its copy is not fresh. If it cannot be asked, its last copy is
   * used, which then says so.
   *
   * @throws RepositoryException if it cannot be asked and there is no copy
   */
  public Repository get(RepositoryAddress address)
      throws RepositoryException, InterruptedException {
    String key = RepositoryCopies.key(address);
    if (!read.containsKey(key)) {
      fromDisk(address);
    }
    Repository last = read.get(key);
    if (last != null && isFresh(last)) {
      return last;
    }
    try {
      return fetch(address);
    } catch (RepositoryException e) {
      Repository usable = read.get(key);
      if (usable == null) {
        throw e;
      }
      LOG.warn("{}; its copy of {} is used", e.getMessage(), usable.fetched());
      return usable;
    }
  }

  private boolean isFresh(Repository repository) {
    return repository.problem() == null
        && repository.fetched().plus(limits.fresh()).isAfter(clock.instant());
  }

  /** Asks a repository. What is not as it must be does not take the place of what is there. */
  private Repository fetch(RepositoryAddress address)
      throws RepositoryException, InterruptedException {
    disk.readLock().lock();
    try {
      RepositoryCopy copy = fetcher.fetch(address, copies.read(address).orElse(null));
      Repository repository = reader.read(address, copy);
      copies.write(address, copy);
      keep(repository);
      if (problems.remove(RepositoryCopies.key(address)) != null) {
        LOG.info("{}: it can be asked again", address.id());
      }
      tellKills();
      if (address instanceof RepositoryAddress.Folder folder) {
        folders.accept(folder.path());
      }
      return repository;
    } catch (IOException
        | ManifestException
        | IndexException
        | SignatureException
        | IllegalArgumentException e) {
      read.computeIfPresent(
          RepositoryCopies.key(address), (key, last) -> last.withProblem(e.getMessage()));
      RepositoryException problem = new RepositoryException(address.id(), e.getMessage(), e);
      noteProblem(address, problem);
      throw problem;
    } finally {
      disk.readLock().unlock();
    }
  }

  /** Says once what is wrong: whoever is offline for days need not read it every time. */
  private void noteProblem(RepositoryAddress address, RepositoryException problem) {
    if (configured.stream().noneMatch(each -> each.id().equals(address.id()))) {
      return; // whoever asked for it is told
    }
    String before = problems.put(RepositoryCopies.key(address), problem.getMessage());
    if (problem.getMessage().equals(before)) {
      LOG.debug("{}", problem.getMessage());
    } else {
      LOG.warn("{}", problem.getMessage());
    }
  }

  /** What is wrong with a configured repository that could not be asked; empty if it could. */
  public Optional<String> problem(RepositoryAddress address) {
    return Optional.ofNullable(problems.get(RepositoryCopies.key(address)));
  }

  private void fromDisk(RepositoryAddress address) {
    try {
      Optional<RepositoryCopy> copy = copies.read(address);
      if (copy.isPresent()) {
        keep(reader.read(address, copy.get()));
      }
    } catch (IOException
        | ManifestException
        | IndexException
        | SignatureException
        | IllegalArgumentException
        | NullPointerException e) {
      LOG.warn("the copy of the repository {} is not used: {}", address.id(), e.toString());
    }
  }

  private void keep(Repository repository) {
    String key = RepositoryCopies.key(repository.address());
    read.put(key, repository);
    if (configured.stream().anyMatch(each -> RepositoryCopies.key(each).equals(key))) {
      index();
    } else if (read.size() > lasting().size() + limits.copies()) {
      // they are on the disk, and read again when they are asked for
      read.keySet()
          .removeIf(each -> lasting().stream().map(RepositoryCopies::key).noneMatch(each::equals));
    }
  }

  /** Those whose copies are kept. */
  private List<RepositoryAddress> lasting() {
    return Stream.concat(configured.stream(), followed().stream()).toList();
  }

  private void index() {
    search = new Search(known().stream().flatMap(each -> each.plugins().stream()).toList());
  }

  /** Plugins of the configured repositories by words, the best first; all if there are none. */
  public List<RepositoryEntry> search(String question) {
    return search.find(question);
  }

  /**
   * What must not run any more, as the configured repositories say, and those that are followed of
   * their own plugins.
   */
  public KillList kills() {
    return new KillList(
        Stream.concat(kills(known()), kills(read(followed())).map(Kill::ofItsOwn)).toList());
  }

  /** The same, with what one more repository says of its own plugins; null for none more. */
  public KillList kills(RepositoryAddress more) {
    if (more == null) {
      return kills();
    }
    return new KillList(
        Stream.concat(kills().kills().stream(), kills(read(List.of(more))).map(Kill::ofItsOwn))
            .toList());
  }

  private static Stream<Kill> kills(List<Repository> repositories) {
    return repositories.stream().flatMap(each -> each.kills().stream());
  }

  private void tellKills() {
    // in their order: an older list must not be the last one
    synchronized (telling) {
      KillList kills = kills();
      if (!kills.equals(told)) {
        told = kills;
        killed.accept(kills);
      }
    }
  }

  /** Forgets old copies, unless somebody is writing one just now. */
  private void forget() {
    if (!disk.writeLock().tryLock()) {
      return;
    }
    try {
      copies.forget(lasting(), limits.copies());
    } catch (IOException e) {
      LOG.warn("old copies of repositories could not be removed: {}", e.toString());
    } finally {
      disk.writeLock().unlock();
    }
  }
}
