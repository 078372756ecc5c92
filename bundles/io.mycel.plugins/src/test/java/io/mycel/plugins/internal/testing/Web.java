package io.mycel.plugins.internal.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A web server of this machine that plays others: good, slow and lying ones. */
public final class Web implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile boolean down;

  /** What a path answers. */
  private interface Page {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** A server, which answers at once. */
  public Web() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      Page page = pages.get(path);
      if (down) {
        exchange.sendResponseHeaders(503, -1);
      } else if (page == null) {
        asked.add(path);
        exchange.sendResponseHeaders(404, -1);
      } else {
        asked.add(path);
        page.answer(exchange);
      }
    }
  }

  /** Its address, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A page, with an ETag. */
  public void put(String path, byte[] content) {
    String etag = "\"" + Integer.toHexString(Arrays.hashCode(content)) + "\"";
    pages.put(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("ETag", etag);
          if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            asked.add("304 " + path);
            exchange.sendResponseHeaders(304, -1);
          } else {
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
          }
        });
  }

  /** A page. */
  public void put(String path, String content) {
    put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A page that is elsewhere. */
  public void redirect(String path, String location) {
    pages.put(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  /** A page that fails. */
  public void fail(String path, int status) {
    pages.put(path, exchange -> exchange.sendResponseHeaders(status, -1));
  }

  /** A page that never comes. */
  public void silent(String path) {
    pages.put(
        path,
        exchange -> {
          try {
            over.await(1, TimeUnit.MINUTES);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** A page without an end, whatever it says. */
  public void endless(String path) {
    pages.put(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          while (over.getCount() > 0) {
            body.write(new byte[10_000]);
          }
        });
  }

  /** A page that is shorter than it says. */
  public void cut(String path, byte[] content) {
    pages.put(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, content.length + 100);
          exchange.getResponseBody().write(content);
          exchange.getResponseBody().flush();
        });
  }

  /** No page any more. */
  public void remove(String path) {
    pages.remove(path);
  }

  /** From now on it answers nothing but that it is down, or it does again. */
  public void down(boolean isDown) {
    down = isDown;
  }

  /** The paths that were asked for since the last call; {@code 304 } before what was not sent. */
  public List<String> asked() {
    List<String> all = List.copyOf(asked);
    asked.clear();
    return all;
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
