package io.mycel.itest.interop;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests of a server of their own, on which two innocent clients call each other all the time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BesideBystanders {
  private final List<String> options;
  MycelServer server;
  Metrics metrics;
  Bystanders bystanders;

  /** With these options of the server. */
  BesideBystanders(String... options) {
    this.options = List.of(options);
  }

  @BeforeAll
  void start() throws Exception {
    server = MycelServer.start(options);
    Assumptions.assumeTrue(server.own(), "another server has other options and clients");
    metrics = new Metrics(server.url());
    bystanders = new Bystanders(server.url());
  }

  @AfterEach
  void theBystandersNoticedNothing() {
    bystanders.noticedNothing();
  }

  @AfterAll
  void close() {
    if (bystanders != null) {
      bystanders.close();
    }
    if (server != null) {
      server.close();
    }
  }
}
