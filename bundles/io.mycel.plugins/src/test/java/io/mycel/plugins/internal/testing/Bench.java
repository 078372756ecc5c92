package io.mycel.plugins.internal.testing;

import io.mycel.plugins.internal.bundle.JarLimits;
import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.github.GitHubHosts;
import io.mycel.plugins.internal.net.AddressPolicy;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.repository.RepositoryLimits;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.SourceLimits;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.trust.KillList;
import io.mycel.plugins.internal.trust.PublisherKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that leads from a URI to a plan, with a web of its own: {@code /raw}, {@code /api} and so on
 * play GitHub.
 */
public final class Bench implements AutoCloseable {
  /** The first commit of everything. */
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** The web. */
  public final Web web;

  /** Where it plays GitHub. */
  public final GitHubHosts hosts;

  /** What must not run, as it was told. */
  public final List<KillList> killed = new ArrayList<>();

  /** The folders that were read. */
  public final List<Path> folders = new ArrayList<>();

  /** What is kept by its hash. */
  public final ContentStore contents;

  /** The keys of publishers. */
  public final PublisherKeys keys;

  /** The newest commit of everything. */
  public String commit = COMMIT;

  /** The time. */
  public Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private final Path folder;
  private final Downloader downloader;
  private final GitHub github;
  private final RepositoryLimits limits =
      new RepositoryLimits(1_000_000, 1_000_000, 3, Duration.ofMinutes(10));

  /** A bench whose files are in a folder. */
  public Bench(Path folder) throws IOException {
    this.folder = folder;
    web = new Web();
    hosts =
        new GitHubHosts(
            web.url() + "/web", web.url() + "/raw", web.url() + "/api", web.url() + "/gist");
    downloader =
        new Downloader(new AddressPolicy(true), Duration.ofSeconds(2), Duration.ofSeconds(4));
    github = new GitHub(hosts, downloader);
    contents = new ContentStore(folder.resolve("contents"));
    keys = new PublisherKeys(folder.resolve("publishers.json"), this::now);
  }

  private Instant now() {
    return now;
  }

  /** GitHub as the web plays it. */
  public GitHub github() {
    return github;
  }

  /** What gets URLs. */
  public Downloader downloader() {
    return downloader;
  }

  /** Repositories, as after a start. */
  public Repositories repositories(String... addresses) {
    return new Repositories(
        Stream.of(addresses).map(RepositoryAddress::parse).toList(),
        folder.resolve("repositories"),
        downloader,
        github,
        keys,
        limits,
        this::now,
        Runnable::run,
        killed::add,
        folders::add);
  }

  /** Sources. */
  public PluginSources sources(Repositories repositories) {
    return sources(repositories, JarLimits.STANDARD);
  }

  /** Sources that take no larger jars. */
  public PluginSources sources(Repositories repositories, JarLimits jar) {
    return new PluginSources(
        downloader, github, repositories, contents, new SourceLimits(100_000, 1_000_000, jar));
  }

  /** Sources with some repositories. */
  public PluginSources sources(String... addresses) {
    return sources(repositories(addresses));
  }

  /** A file of a repository at its newest commit, by which the default branch is known too. */
  public void commit(String repository, String path, String content) {
    web.put("/api/repos/" + repository + "/commits/HEAD", commit);
    web.put("/raw/" + repository + "/" + commit + "/" + path, content);
  }

  /** A plugin file. */
  public static String plugin(String name, String version, String... dependencies) {
    String all = dependencies.length == 0 ? "" : "\"" + String.join("\",\"", dependencies) + "\"";
    return """
        <config lang="json">
        {"name": "%s", "type": "web-worker", "version": "%s", "tags": ["stable", "dev"],
         "dependencies": [%s]}
        </config>
        <script lang="javascript">api.export({run() {}})</script>
        """
        .formatted(name, version, all);
  }

  /** The SHA-256 of a text. */
  public static String sha256(String text) {
    return ContentStore.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    downloader.close();
    web.close();
  }
}
