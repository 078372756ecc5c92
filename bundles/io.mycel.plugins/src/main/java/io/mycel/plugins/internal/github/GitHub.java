package io.mycel.plugins.internal.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.plugins.internal.net.Download;
import io.mycel.plugins.internal.net.DownloadException;
import io.mycel.plugins.internal.net.Downloader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What GitHub tells of repositories and gists. No account is needed. */
public final class GitHub {
  private static final Logger LOG = LoggerFactory.getLogger(GitHub.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern RAW =
      Pattern.compile(
          "https://raw\\.githubusercontent\\.com/([^/]+)/([^/]+)/(?:refs/(?:heads|tags)/)?([^/]+)/(.+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CLIMBS =
      Pattern.compile("/(?:\\.|%2e){1,2}(?:/|$)", Pattern.CASE_INSENSITIVE);
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+-]*");

  /** What the default branch is called. */
  private static final String HEAD = "HEAD";

  private static final int MAX_SHA_BYTES = 1024;
  private static final long MAX_REFS_BYTES = 8L << 20;
  private static final long MAX_GIST_BYTES = 16L << 20;

  private final GitHubHosts hosts;
  private final Downloader downloader;

  /** A file of a repository, as a URL with the public name of the host says. */
  public record File(String owner, String repository, String ref, String path) {
    /** Whose it is. */
    public String namespace() {
      return owner + '/' + repository;
    }
  }

  /**
   * The first plugin file of a gist.
   *
   * @param owner whose it is, as a user name
   * @param url of the file, at the commit
   * @param commit null if GitHub does not tell
   */
  public record Gist(String owner, URI url, String commit) {}

  /** GitHub at its hosts. */
  public GitHub(GitHubHosts hosts, Downloader downloader) {
    this.hosts = hosts;
    this.downloader = downloader;
  }

  /** Where it is. */
  public GitHubHosts hosts() {
    return hosts;
  }

  /** True if a URL's path climbs: it would be taken for a file of another repository. */
  public static boolean climbs(URI url) {
    return CLIMBS.matcher(url.toString()).find();
  }

  /** The repository that a URL's file belongs to, if it is one at GitHub. */
  public static Optional<File> file(URI url) {
    String text = url.toString();
    Matcher raw = RAW.matcher(text);
    return raw.matches() && !climbs(url)
        ? Optional.of(new File(raw.group(1), raw.group(2), raw.group(3), raw.group(4)))
        : Optional.empty();
  }

  /**
   * The URL of a file of a repository, with the public name of the host.
   *
   * @param ref a commit, branch or tag; null for the default branch, whatever it is called
   * @param path as it stands in a URL
   */
  public static URI raw(String owner, String repository, String ref, String path) {
    return URI.create(
        "https://raw.githubusercontent.com/%s/%s/%s/%s"
            .formatted(owner, repository, ref(ref), path));
  }

  private static String ref(String ref) {
    if (ref == null) {
      return HEAD;
    }
    if (!REF.matcher(ref).matches() || ref.contains("..")) {
      throw new IllegalArgumentException("'" + ref + "' is no commit, branch or tag of git");
    }
    return ref;
  }

  /**
   * The commit that a name stands for now.
   *
   * @param ref a commit, branch or tag; null for the default branch
   * @return nothing if the host does not tell
   * @throws DownloadException if there is no such repository or name
   */
  public Optional<String> commit(String owner, String repository, String ref)
      throws DownloadException, InterruptedException {
    if (ref != null && COMMIT.matcher(ref).matches()) {
      return Optional.of(ref);
    }
    URI url =
        URI.create(
            "https://api.github.com/repos/%s/%s/commits/%s".formatted(owner, repository, ref(ref)));
    try {
      Download answer =
          downloader.get(hosts.actual(url), null, "application/vnd.github.sha", MAX_SHA_BYTES);
      String commit = new String(answer.content(), StandardCharsets.US_ASCII).strip();
      return COMMIT.matcher(commit).matches() ? Optional.of(commit) : Optional.empty();
    } catch (DownloadException e) {
      if (e.isNotFound()) {
        throw e;
      }
      // the interface answers a few questions an hour to those who have no account
      return fromGit(owner, repository, ref, e);
    }
  }

  private Optional<String> fromGit(
      String owner, String repository, String ref, DownloadException problem)
      throws InterruptedException {
    try {
      return refs(owner, repository).commit(ref);
    } catch (DownloadException | IllegalArgumentException e) {
      // whoever is offline is told so by what comes next
      boolean offline =
          problem.status() == 0 && e instanceof DownloadException d && d.status() == 0;
      LOG.atLevel(offline ? Level.DEBUG : Level.WARN)
          .log(
              "{}/{} is not pinned to a commit: {}; {}",
              owner,
              repository,
              problem.getMessage(),
              e.getMessage());
      return Optional.empty();
    }
  }

  private GitRefs refs(String owner, String repository)
      throws DownloadException, InterruptedException {
    URI url =
        URI.create(
            "https://github.com/%s/%s.git/info/refs?service=git-upload-pack"
                .formatted(owner, repository));
    return GitRefs.parse(downloader.get(hosts.actual(url), null, null, MAX_REFS_BYTES).content());
  }

  /** The branches and tags of a repository, by which its older and newer states are named. */
  public List<String> names(String owner, String repository)
      throws DownloadException, InterruptedException {
    try {
      return refs(owner, repository).commits().keySet().stream()
          .filter(ref -> ref.startsWith(GitRefs.TAGS) || ref.startsWith(GitRefs.BRANCHES))
          .map(ref -> ref.replaceFirst("refs/(?:heads|tags)/", ""))
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  /**
   * The first plugin file of a gist.
   *
   * @param ending of the file's name
   */
  public Optional<Gist> gist(String id, String ending) throws IOException, InterruptedException {
    URI url = hosts.actual(URI.create("https://api.github.com/gists/" + id));
    JsonNode gist = JSON.readTree(downloader.get(url, null, null, MAX_GIST_BYTES).content());
    String owner = gist.path("owner").path("login").asText("");
    String commit = gist.path("history").path(0).path("version").asText(null);
    for (JsonNode file : gist.path("files")) {
      String name = file.path("filename").asText("");
      if (name.endsWith(ending)) {
        URI raw = URI.create(hosts.known(file.path("raw_url").asText()));
        return Optional.of(new Gist(owner, raw, commit));
      }
    }
    return Optional.empty();
  }
}
