package io.mycel.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** A registry of npm with one package, {@code answer@1.0.0}, whose {@code index.js} is a script. */
final class FakeNpm implements AutoCloseable {
  private static final int BLOCK = 512;

  private final HttpServer server;
  private final byte[] tarball;

  FakeNpm(String script) throws IOException {
    tarball = tarball(script.getBytes(StandardCharsets.UTF_8));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body =
          switch (exchange.getRequestURI().getPath()) {
            case "/answer" -> versions().getBytes(StandardCharsets.UTF_8);
            case "/answer.tgz" -> tarball;
            default -> null;
          };
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String versions() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(tarball);
      return "{\"dist-tags\": {\"latest\": \"1.0.0\"}, \"versions\": {\"1.0.0\": {\"dist\":"
          + " {\"tarball\": \"%s/answer.tgz\", \"integrity\": \"sha512-%s\"}}}}"
              .formatted(url(), Base64.getEncoder().encodeToString(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] tarball(byte[] script) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, "package/index.js");
    put(header, 124, "%011o".formatted(script.length));
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream tar = new GZIPOutputStream(out)) {
      tar.write(header);
      tar.write(script);
      tar.write(new byte[(BLOCK - script.length % BLOCK) % BLOCK + 2 * BLOCK]);
    }
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
