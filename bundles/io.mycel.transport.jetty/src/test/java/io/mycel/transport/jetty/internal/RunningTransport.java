package io.mycel.transport.jetty.internal;

import io.mycel.api.http.HttpRoute;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A transport on a free port, and ways to talk to it. */
public final class RunningTransport implements AutoCloseable {
  public final JettyTransport transport;
  public final RecordingHandler handler;
  public final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public RunningTransport() {
    this(new TestConfig(), new RecordingHandler());
  }

  public RunningTransport(TestConfig config, RecordingHandler handler) {
    this.handler = handler;
    transport = new JettyTransport(config.build());
    if (handler != null) {
      transport.bindHandler(handler);
    }
    transport.listen();
    transport
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(failure);
            });
  }

  public URI uri() {
    return transport.uri().orElseThrow();
  }

  public TestClient connect() {
    return TestClient.connect(client, uri(), "");
  }

  public TestClient connect(String query) {
    return TestClient.connect(client, uri(), query);
  }

  public RunningTransport route(HttpRoute route, String pattern, String... methods) {
    Map<String, Object> properties =
        methods.length == 0
            ? Map.of(HttpRoute.PATTERN, pattern)
            : Map.of(HttpRoute.PATTERN, pattern, HttpRoute.METHODS, methods);
    transport.addRoute(route, properties);
    return this;
  }

  public Socket socket() throws IOException {
    Socket socket = new Socket(uri().getHost(), uri().getPort());
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Sends bytes as they are and reads until the server closes. */
  public String exchange(String raw) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
      return readAll(socket.getInputStream());
    }
  }

  private static String readAll(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** The value of a figure of the meter, over all its labels that contain this text. */
  public double figure(String name, String label) {
    return transport.read().stream()
        .filter(each -> each.name().equals(name) && each.labels().toString().contains(label))
        .mapToDouble(each -> each.value())
        .sum();
  }

  @Override
  public void close() {
    transport.stop();
  }
}
