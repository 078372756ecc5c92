package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.bundle.JarLimits;
import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.github.GitHubHosts;
import io.mycel.plugins.internal.index.BundleResolver;
import io.mycel.plugins.internal.library.LibraryStore;
import io.mycel.plugins.internal.net.AddressPolicy;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.plan.BundleLibraries;
import io.mycel.plugins.internal.plan.InstallPlanner;
import io.mycel.plugins.internal.plan.PlanException;
import io.mycel.plugins.internal.plan.PlanLimits;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.repository.RepositoryLimits;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.source.SourceLimits;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.trust.KillList;
import io.mycel.plugins.internal.trust.PublisherKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.resource.Resource;
import org.osgi.service.resolver.Resolver;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that finds plugins, as the configuration asks for it. */
final class Sourcing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sourcing.class);

  /** A mirror reads what is kept, however much that is. */
  private static final long MAX_LIBRARY_BYTES = Long.MAX_VALUE;

  private final Downloader downloader;
  private final Repositories repositories;
  private final SourcePlanner planner;
  private final Transfer transfer;
  private final Finder finder;
  private final PluginSources sources;
  private final ServiceTracker<Resolver, Resolver> resolvers;

  /**
   * Finds plugins; nobody is asked for anything yet.
   *
   * @param folder of what is kept of repositories
   * @param executor asks several repositories at the same time
   * @param forbidden the locations of bundles that are there and must not be needed any more
   * @param killed is told what must not run any more
   */
  Sourcing(
      PluginsConfig config,
      Path folder,
      ContentStore contents,
      InstantSource clock,
      BundleContext context,
      Executor executor,
      Set<String> forbidden,
      Consumer<KillList> killed) {
    GitHubHosts hosts =
        new GitHubHosts(
            config.githubWeb(), config.githubRaw(), config.githubApi(), config.githubGist());
    List<RepositoryAddress> configured = addresses(config.repositories());
    downloader =
        new Downloader(
            new AddressPolicy(config.allowLoopback())
                .trusting(hosts.urls())
                .trusting(servers(configured)),
            Duration.ofMillis(config.silenceMillis()),
            Duration.ofSeconds(config.downloadTimeoutSeconds()));
    GitHub github = new GitHub(hosts, downloader);
    LibraryStore libraries =
        new LibraryStore(folder.resolve("libraries"), MAX_LIBRARY_BYTES, clock);
    MirrorLibraries mirrors = new MirrorLibraries(libraries, clock);
    PublisherKeys keys = new PublisherKeys(folder.resolve("publishers.json"), clock);
    repositories =
        new Repositories(
            configured,
            folder.resolve("repositories"),
            downloader,
            github,
            keys,
            new RepositoryLimits(
                config.maxManifestBytes(),
                config.maxIndexBytes(),
                config.maxRepositoryCopies(),
                Duration.ofSeconds(config.freshSeconds())),
            clock,
            executor,
            killed,
            mirrors::take);
    finder =
        new Finder(
            repositories,
            new RepositoryBook(repositories, folder.resolve("repositories.json")),
            keys);
    sources =
        new PluginSources(
            downloader,
            github,
            repositories,
            contents,
            new SourceLimits(
                config.maxFileBytes(),
                config.maxBundleBytes(),
                new JarLimits(config.maxBundleEntries(), config.maxBundleUnpackedBytes())));
    resolvers = new ServiceTracker<>(context, Resolver.class, null);
    resolvers.open();
    PlanLimits limits = new PlanLimits(PlanLimits.STANDARD.steps(), config.maxInstallBytes());
    InstallPlanner plans =
        new InstallPlanner(sources, bundle -> libraries(bundle, context, forbidden), limits);
    planner = new SourcePlanner(plans, sources, new Availability(repositories));
    FolderGuard guard = new FolderGuard(config.pluginsDir());
    transfer = new Transfer(plans, sources, limits, libraries, mirrors, guard, clock);
  }

  private static List<RepositoryAddress> addresses(String[] texts) {
    List<RepositoryAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      try {
        addresses.add(RepositoryAddress.parse(text));
      } catch (IllegalArgumentException e) {
        LOG.error("a repository of the configuration is not used: {}", e.getMessage());
      }
    }
    return addresses;
  }

  /** Whoever configures a server of a private network as a repository wants it to be asked. */
  private static URI[] servers(List<RepositoryAddress> configured) {
    return configured.stream()
        .filter(RepositoryAddress.Web.class::isInstance)
        .map(address -> ((RepositoryAddress.Web) address).url())
        .toArray(URI[]::new);
  }

  /** What a bundle needs; a framework that does not resolve for others finds that by itself. */
  private List<Resolved> libraries(Resolved bundle, BundleContext context, Set<String> forbidden)
      throws PlanException, InterruptedException {
    Resolver resolver = resolvers.getService();
    return resolver == null
        ? List.of()
        : new BundleLibraries(
                new BundleResolver(resolver, () -> revisions(context, forbidden)),
                repositories,
                sources)
            .of(bundle);
  }

  /** What is there, with what is still in use of bundles that were updated without a refresh. */
  private static List<Resource> revisions(BundleContext context, Set<String> forbidden) {
    return Stream.of(context.getBundles())
        .filter(bundle -> !forbidden.contains(bundle.getLocation()))
        .map(bundle -> bundle.adapt(BundleRevisions.class))
        .filter(Objects::nonNull)
        .flatMap(Sourcing::revisions)
        .toList();
  }

  private static Stream<Resource> revisions(BundleRevisions of) {
    List<BundleRevision> all = of.getRevisions();
    return all.stream()
        .filter(revision -> revision == all.get(0) || revision.getWiring() != null)
        .map(Resource.class::cast);
  }

  Planner planner() {
    return planner;
  }

  PluginSources sources() {
    return sources;
  }

  /** What must not run, as the last copies of the repositories say. */
  KillList kills() {
    return repositories.kills();
  }

  /** The plugins that are there: what their repositories say of them is heard. */
  void follow(List<InstalledPlugin> plugins) {
    repositories.follow(Origins.of(plugins));
  }

  Transfer transfer() {
    return transfer;
  }

  Finder finder() {
    return finder;
  }

  @Override
  public void close() {
    resolvers.close();
    downloader.close();
  }
}
