package io.mycel.itest.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Gives files of some folders to a browser, and takes what its page posts to {@code /outcomes}. */
final class PageServer implements AutoCloseable {
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "js", "text/javascript", "mjs", "text/javascript");

  private final HttpServer server;
  private final List<Path> folders;
  private final CompletableFuture<JsonNode> outcomes = new CompletableFuture<>();

  /**
   * A server on a free port.
   *
   * @param folders are looked in one after the other
   */
  PageServer(List<Path> folders) throws IOException {
    this.folders = folders;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri(String file) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + file);
  }

  /** What the page has posted. */
  CompletableFuture<JsonNode> outcomes() {
    return outcomes;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(1);
      if (path.equals("outcomes")) {
        outcomes.complete(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      Path file =
          folders.stream()
              .map(folder -> folder.resolve(path))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElse(null);
      if (file == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] content = Files.readAllBytes(file);
      String type = TYPES.getOrDefault(path.replaceFirst(".*\\.", ""), "text/plain");
      exchange.getResponseHeaders().add("content-type", type + "; charset=utf-8");
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
