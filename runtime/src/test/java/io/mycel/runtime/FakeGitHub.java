package io.mycel.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * GitHub with one repository: its files at each commit, and which commit is the newest; and a gist
 * of each of its files.
 */
final class FakeGitHub implements AutoCloseable {
  private final HttpServer server;
  private final String repository;
  private final Path folder;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private volatile int commits;

  /** The repository whose files are those of a folder. */
  FakeGitHub(String repository, Path folder) throws IOException {
    this.repository = repository;
    this.folder = folder;
    commit();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The folder as it is now is the newest commit. */
  void commit() throws IOException {
    String id = "%040x".formatted(commits + 1);
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(id + "/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    commits++;
  }

  /** What the REST interface says of a gist; its id is the name of a file in hexadecimal digits. */
  private String gist(String id, String commit) {
    String file = new String(HexFormat.of().parseHex(id), StandardCharsets.UTF_8);
    return """
        {"owner": {"login": "someone"}, "history": [{"version": "%2$s"}], "files": {
          "README.md": {"filename": "README.md", "raw_url": "%1$s/nothing"},
          "%3$s": {"filename": "%3$s", "raw_url": "%1$s/%4$s/%2$s/%3$s"}}}
        """
        .formatted(url(), commit, file, repository);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String newest = "%040x".formatted(commits);
      byte[] body = null;
      if (path.equals("/repos/" + repository + "/commits/HEAD")
          || path.equals("/repos/" + repository + "/commits/main")) {
        body = newest.getBytes(StandardCharsets.US_ASCII);
      } else if (path.startsWith("/gists/")) {
        body = gist(path.substring("/gists/".length()), newest).getBytes(StandardCharsets.UTF_8);
      } else if (path.startsWith("/" + repository + "/")) {
        String file = path.substring(repository.length() + 2);
        body = files.get(file.replaceFirst("^HEAD/", newest + "/"));
      }
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
