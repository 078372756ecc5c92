package io.mycel.plugins.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mycel.plugins.internal.testing.Tars;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DownloaderTest {

  private static final byte[] CONTENT = "<config/>".getBytes(StandardCharsets.UTF_8);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger loops = new AtomicInteger();
  private HttpServer server;
  private Downloader downloader;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    downloader =
        new Downloader(new AddressPolicy(true), Duration.ofSeconds(3), Duration.ofSeconds(6));
  }

  @AfterEach
  void stop() throws Exception {
    over.countDown();
    downloader.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try (exchange) {
      switch (path) {
        case "/file" -> {
          if ("\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
          } else {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            send(exchange, CONTENT.length, CONTENT);
          }
        }
        case "/cut" -> send(exchange, 100, CONTENT);
        case "/huge" -> send(exchange, 1_000_000, new byte[0]);
        case "/endless" -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (over.getCount() > 0) {
              body.write(new byte[1000]);
            }
          }
        }
        case "/silent" -> waitForEnd();
        case "/drip" -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          while (over.getCount() > 0) {
            body.write('x');
            body.flush();
            awaitMillis(100);
          }
        }
        case "/bomb" -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          byte[] packed = Tars.gzip(new byte[1_000_000]);
          assertTrue(packed.length < 10_000, "it looks small");
          send(exchange, packed.length, packed);
        }
        case "/unasked" -> exchange.sendResponseHeaders(304, -1);
        case "/loop" -> {
          loops.incrementAndGet();
          redirect(exchange, "/loop");
        }
        case "/moved" -> redirect(exchange, "file");
        case "/to" -> redirect(exchange, exchange.getRequestURI().getQuery());
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(HttpExchange exchange, int length, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  private void waitForEnd() {
    awaitMillis(60_000);
  }

  private void awaitMillis(long millis) {
    try {
      over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private String refusal(URI url) {
    return assertThrows(DownloadException.class, () -> downloader.get(url, null, 10_000))
        .getMessage();
  }

  @Test
  void getsWhatAUrlNames() throws Exception {
    Download download = downloader.get(url("/file"), null, 10_000);
    assertEquals("<config/>", new String(download.content(), StandardCharsets.UTF_8));
    assertEquals("\"1\"", download.etag());
    assertTrue(downloader.get(url("/file"), "\"1\"", 10_000).isNotModified());
    assertEquals(url("/file"), downloader.get(url("/moved"), null, 10_000).url());
  }

  @Test
  void whatIsTooLongIsRefusedBeforeItHasCome() {
    assertTrue(refusal(url("/huge")).endsWith("longer than 10000 bytes, which is the limit"));
    assertTrue(refusal(url("/endless")).endsWith("longer than 10000 bytes, which is the limit"));
  }

  @Test
  void aServerThatLiesAboutTheLengthIsNotBelieved() {
    assertTrue(refusal(url("/cut")).startsWith(url("/cut") + ": "));
    assertTrue(refusal(url("/bomb")).endsWith("longer than 10000 bytes, which is the limit"));
  }

  @Test
  void whoHasNoCopyIsNotToldToUseIt() {
    assertTrue(refusal(url("/unasked")).contains("the server answers 304"));
  }

  @Test
  void slowServersAreGivenUp() {
    assertEquals(
        url("/silent") + ": the server is silent; try again later", refusal(url("/silent")));
    assertTrue(refusal(url("/drip")).contains("did not come within 6 s"));
  }

  @Test
  void theStatusIsTold() {
    assertTrue(refusal(url("/nothing")).contains("the server answers 404"));
    assertTrue(refusal(url("/loop")).contains("redirected more than 5 times"));
    assertEquals(6, loops.get());
  }

  @Test
  void redirectsLeadNowhereElse() {
    assertTrue(refusal(url("/to?file:///etc/passwd")).contains("this is no URL of a server"));
    assertTrue(refusal(url("/to?http://example.org/")).contains("only https is allowed"));
    assertTrue(refusal(url("/to?ftp://127.0.0.1/")).contains("only https is allowed"));
    assertTrue(refusal(url("/to?https://169.254.169.254/latest")).contains("refused"));
    assertTrue(refusal(url("/to?https://10.0.0.1/")).contains("refused"));
    assertTrue(refusal(url("/to?https://[fe80::1]/")).contains("refused"));
    assertTrue(refusal(url("/to?https://u:p@127.0.0.1/")).contains("must not hold a user"));
  }

  /** Knows names that the internet does not: some of them lie in private networks. */
  private Downloader knowing(Map<String, List<String>> names) {
    return new Downloader(
        new AddressPolicy(true),
        Duration.ofSeconds(3),
        Duration.ofSeconds(6),
        (host, port, context, found) ->
            found.succeeded(
                names.getOrDefault(host, List.of(host)).stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList()));
  }

  @Test
  void namesThatStandForPrivateAddressesAreRefusedAlsoAfterARedirect() throws Exception {
    Map<String, List<String>> names =
        Map.of(
            "intranet.example",
            List.of("10.1.2.3", "192.168.0.1"),
            "metadata.example",
            List.of("169.254.169.254"),
            "six.example",
            List.of("fd00:ec2::254"),
            "here.example",
            List.of("127.0.0.1"));
    try (Downloader downloader = knowing(names)) {
      for (String host : List.of("intranet.example", "metadata.example", "six.example")) {
        URI direct = URI.create("https://" + host + "/");
        for (URI url : List.of(direct, url("/to?" + direct))) {
          String message =
              assertThrows(DownloadException.class, () -> downloader.get(url, null, 10))
                  .getMessage();
          assertEquals(
              direct
                  + ": "
                  + host
                  + " is in a private network or on this machine; such addresses are refused",
              message);
        }
      }
      // a name is not this machine, whatever it stands for: no http
      String port = ":" + server.getAddress().getPort();
      assertTrue(
          assertThrows(
                  DownloadException.class,
                  () -> downloader.get(URI.create("http://here.example" + port), null, 10))
              .getMessage()
              .contains("only https is allowed"));
    }
  }

  @Test
  void ofTheAddressesOfANameThePrivateOnesAreNotAsked() throws Exception {
    String host = "both.example";
    try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Downloader downloader = knowing(Map.of(host, List.of("10.1.2.3", "127.0.0.1")))) {
      CompletableFuture<Void> asked =
          CompletableFuture.runAsync(
              () -> {
                try {
                  here.accept().close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              threads);
      URI url = URI.create("https://" + host + ":" + here.getLocalPort() + "/file");
      assertThrows(DownloadException.class, () -> downloader.get(url, null, 10));
      asked.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void thisMachineIsRefusedUnlessItIsAllowed() throws Exception {
    try (Downloader strict =
        new Downloader(new AddressPolicy(false), Duration.ofSeconds(3), Duration.ofSeconds(6))) {
      for (String host :
          new String[] {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"}) {
        URI url = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/file");
        String message =
            assertThrows(DownloadException.class, () -> strict.get(url, null, 10)).getMessage();
        assertTrue(message.contains("such addresses are refused"), message);
      }
      assertTrue(
          assertThrows(DownloadException.class, () -> strict.get(url("/file"), null, 10))
              .getMessage()
              .contains("only https is allowed"));
    }
  }
}
