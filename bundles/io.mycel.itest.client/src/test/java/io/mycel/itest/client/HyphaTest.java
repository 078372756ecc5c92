package io.mycel.itest.client;

import io.mycel.client.HyphaClient;
import io.mycel.client.HyphaClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The contract with Hypha 0.21.137. */
class HyphaTest extends ClientContract {
  private static Program server;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    Python.whatIsMissing()
        .ifPresent(
            why -> {
              System.out.println("[itest.client] SKIPPED, no Hypha: " + why);
              Assumptions.abort(why);
            });
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    url = "http://127.0.0.1:" + port;
    server =
        Program.start(
            "hypha",
            List.of(Python.command(), "-m", "hypha.server", "--host=127.0.0.1", "--port=" + port));
    Eventually.get("Hypha", Duration.ofSeconds(120), HyphaTest::reachable, up -> up);
  }

  private static boolean reachable() {
    try (HyphaClient client = HyphaClient.open(url)) {
      return client.isConnected();
    } catch (HyphaClientException e) {
      return false; // it is not up yet
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  String url() {
    return url;
  }
}
