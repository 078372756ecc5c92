package io.mycel.plugins.internal.library;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.github.GitHubHosts;
import io.mycel.plugins.internal.net.AddressPolicy;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.thread.DaemonThreads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Offers libraries to the runtimes of plugins; one URL is fetched once, however many ask. */
@Component(configurationPid = {"io.mycel.plugins", LibrariesConfig.PID})
public final class LibrariesComponent implements PluginLibraries {
  private static final long IDLE_SECONDS = 30;

  private final Downloader downloader;
  private final Libraries libraries;
  private final ThreadPoolExecutor threads;
  private final Map<URI, CompletableFuture<Library>> underWay = new ConcurrentHashMap<>();

  /** Nothing is asked for yet. */
  @Activate
  public LibrariesComponent(BundleContext context, LibrariesConfig config) {
    this(
        config,
        config.dataDir().isEmpty()
            ? context.getDataFile("plugins").toPath().resolve("libraries")
            : Path.of(config.dataDir(), "plugins", "libraries"),
        InstantSource.system());
  }

  LibrariesComponent(LibrariesConfig config, Path folder, InstantSource clock) {
    URI registry =
        NpmConfig.registry(
            config.registry(), System.getenv(), Path.of(System.getProperty("user.home", "")));
    GitHubHosts hosts =
        new GitHubHosts(
            config.githubWeb(), config.githubRaw(), config.githubApi(), config.githubGist());
    downloader =
        new Downloader(
            new AddressPolicy(config.allowLoopback()).trusting(registry).trusting(hosts.urls()),
            Duration.ofMillis(config.silenceMillis()),
            Duration.ofSeconds(config.downloadTimeoutSeconds()));
    LibraryLimits limits =
        new LibraryLimits(
            config.maxLibraryBytes(),
            config.maxListBytes(),
            config.maxPackageBytes(),
            config.maxUnpackedBytes(),
            config.maxPackageFiles(),
            config.maxKeptBytes());
    libraries =
        new Libraries(
            downloader,
            new GitHub(hosts, downloader),
            registry,
            new LibraryStore(folder, config.maxKeptBytes(), clock),
            limits,
            config.askNetworks());
    threads =
        new ThreadPoolExecutor(
            config.fetchesAtOnce(),
            config.fetchesAtOnce(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(config.maxWaitingFetches()),
            new DaemonThreads("mycel-libraries-"));
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public CompletionStage<Library> fetch(URI url) {
    CompletableFuture<Library> mine = new CompletableFuture<>();
    CompletableFuture<Library> others = underWay.putIfAbsent(url, mine);
    if (others != null) {
      return others.copy();
    }
    mine.whenComplete((library, failure) -> underWay.remove(url, mine));
    try {
      threads.execute(
          () -> {
            try {
              mine.complete(load(url));
            } catch (CompletionException e) {
              mine.completeExceptionally(e.getCause());
            } catch (RuntimeException e) {
              mine.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      mine.completeExceptionally(
          new LibraryException(url, "too many libraries are being fetched; try again later", e));
    }
    return mine.copy();
  }

  private Library load(URI url) {
    try {
      Libraries.Library library = libraries.fetch(url);
      return new Library(library.url(), library.mediaType(), library.content(), library.sha256());
    } catch (LibraryException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(new LibraryException(url, "the server is stopping", e));
    }
  }

  @Deactivate
  void stop() {
    threads.shutdownNow();
    downloader.close();
    underWay
        .values()
        .forEach(each -> each.completeExceptionally(new IllegalStateException("it is stopped")));
  }
}
