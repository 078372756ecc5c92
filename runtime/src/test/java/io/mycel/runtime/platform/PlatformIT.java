package io.mycel.runtime.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product in this JVM, as an application that embeds it would have it. */
class PlatformIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path cache;

  private Platform start() throws Exception {
    Platform platform = new Platform(Path.of(System.getProperty("mycel.jar")), cache, System.err);
    Thread thread = Thread.currentThread();
    ClassLoader ofTheTest = thread.getContextClassLoader();
    // SLF4J asks the context class loader too, and would find the Logback of the test.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      platform.start(Map.of("io.mycel.transport.jetty", Map.of("port", 0)), PATIENCE);
    } finally {
      thread.setContextClassLoader(ofTheTest);
    }
    return platform;
  }

  private static URI listening(Platform platform) throws InterruptedException {
    return URI.create(
        assertInstanceOf(Listening.At.class, platform.awaitListening(PATIENCE)).uri());
  }

  private static String get(URI base, String path) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  @Test
  void everyBundleIsActiveAndAnswersWhenTheStartIsOver() throws Exception {
    Platform platform = start();
    try {
      assertEquals(List.of(), platform.absent());
      assertEquals("HTTP/1.1 200 OK", get(listening(platform), "/health/readiness"));
    } finally {
      assertTrue(platform.stop(PATIENCE));
    }
  }

  @Test
  void stopLeavesNoThreadBehind() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Platform platform = start();
    URI base = listening(platform);
    assertEquals("HTTP/1.1 200 OK", get(base, "/health/liveness"));
    Set<Thread> during = started(before);
    assertTrue(platform.stop(PATIENCE));
    assertTrue(!during.isEmpty(), "a running platform has threads");
    for (Thread thread : started(before)) {
      thread.join(3_000);
    }
    assertEquals(
        List.of(),
        started(before).stream().map(Thread::getName).toList(),
        "threads that live longer than the platform");
  }

  private static Set<Thread> started(Set<Thread> before) {
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(before);
    return now;
  }
}
