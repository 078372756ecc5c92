package io.mycel.bench.soak;

import io.mycel.bench.server.ProcessUsage;
import io.mycel.bench.server.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Takes samples of a server. It holds no connection to it between two of them. */
final class Probe {
  private final ServerProcess server;
  private final Jvm jvm;
  private final long start = System.nanoTime();

  Probe(ServerProcess server) {
    this.server = server;
    this.jvm = new Jvm(server.pid());
  }

  /** Seconds since this was made. */
  double second() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** What costs the server nothing: memory, threads, descriptors. */
  Sample glance() throws IOException {
    ProcessUsage usage = usage();
    return new Sample(
        second(),
        usage.residentBytes(),
        usage.threads(),
        usage.descriptors(),
        -1,
        -1,
        -1,
        Map.of());
  }

  /** All there is to know, after a full garbage collection of the server. */
  Sample look() throws IOException, InterruptedException {
    Histogram heap = jvm.collect();
    long classes = jvm.classes();
    ProcessUsage usage = usage();
    Map<String, Double> gauges = Gauges.parse(metrics());
    return new Sample(
        second(),
        usage.residentBytes(),
        usage.threads(),
        usage.descriptors(),
        heap.liveBytes(),
        heap.loaders(),
        classes,
        gauges);
  }

  private ProcessUsage usage() throws IOException {
    return server
        .usage()
        .orElseThrow(() -> new IOException("the server is gone, or the system has no /proc"));
  }

  private String metrics() throws IOException {
    HttpURLConnection request =
        (HttpURLConnection) server.url().resolve("/metrics").toURL().openConnection();
    // Else it would be one of the descriptors that are counted next time.
    request.setRequestProperty("Connection", "close");
    request.setReadTimeout((int) Scene.PATIENCE.toMillis());
    try (InputStream page = request.getInputStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      request.disconnect();
    }
  }
}
