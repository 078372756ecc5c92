package io.mycel.itest.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract with Mycel. */
class MycelTest extends ClientContract {
  private static Program server;
  private static String url;

  @BeforeAll
  static void start() {
    server =
        Program.start(
            "mycel",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                System.getProperty("mycel.jar"),
                "serve",
                "--host=127.0.0.1",
                "--port=0",
                "--data-dir=data"));
    String line = server.line(Duration.ofSeconds(60), l -> l.contains("listening at http"));
    url = line.substring(line.indexOf("http://")).split("\\s")[0];
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  String url() {
    return url;
  }
}
