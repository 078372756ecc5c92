package io.mycel.transport.jetty.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.transport.jetty.internal.websocket.RawClient;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(each -> each.startsWith("io.mycel.transport"))
        .sorted()
        .toList();
  }

  /** The threads that do not end: one that was told to may still be on its last lines. */
  private static List<String> threadsThatStay() throws InterruptedException {
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().startsWith("io.mycel.transport")) {
        each.join(10_000);
      }
    }
    return threads();
  }

  @Test
  void stopSaysGoodbyeFreesThePortAndLeavesNoThread() throws Exception {
    RunningTransport running = new RunningTransport();
    int port = running.uri().getPort();
    TestClient polite = running.connect();
    RunningTransport other = new RunningTransport();
    other.close();
    Socket idle = running.socket();
    assertTrue(threads().size() > 1, "threads: " + threads());
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each.getName().startsWith("io.mycel.transport"))
            .allMatch(Thread::isDaemon));
    running.handler.awaitOpened();
    running.close();
    assertEquals("1001 the server stops", polite.awaitEnd());
    running.handler.await("closed 1001");
    assertEquals(-1, idle.getInputStream().read());
    assertEquals(List.of(), threadsThatStay());
    try (ServerSocket again = new ServerSocket()) {
      again.setReuseAddress(true);
      again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      assertEquals(port, again.getLocalPort());
    }
  }

  @Test
  void stopDoesNotWaitForClientsThatAnswerNothing() throws Exception {
    RunningTransport running = new RunningTransport();
    try (var silent = new RawClient(running)) {
      var connection = running.handler.awaitOpened();
      connection.send(
          java.nio.ByteBuffer.allocate(0),
          java.nio.ByteBuffer.allocate(20_000_000),
          io.mycel.api.transport.Lease.NONE);
      CompletableFuture.runAsync(running::close).get();
      assertTrue(silent.response.contains("101"));
      assertEquals(List.of(), threadsThatStay());
    }
  }

  @Test
  void clientThatComesWhileTheServerStopsIsSentAwayWithoutAWordToTheHandler() throws Exception {
    RunningTransport running = new RunningTransport();
    try (RawClient deaf = new RawClient(running);
        Socket late = running.socket()) {
      running.handler.awaitOpened();
      InputStream in = late.getInputStream();
      late.getOutputStream().write(bytes("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"));
      assertEquals("HTTP/1.1 404", new String(in.readNBytes(12), StandardCharsets.ISO_8859_1));
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(running::close);
      // the farewell, which this one does not answer, so that the server waits for a while
      assertEquals(1001, deaf.receive().closeCode());
      late.getOutputStream().write(bytes(RawClient.HANDSHAKE));
      String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(all.contains("HTTP/1.1 101 "), all);
      // a close frame of 33 bytes with the code 1012
      assertTrue(all.endsWith("\u0088\u0021\u0003\u00f4the server stops, connect again"), all);
      stopping.get();
    }
    assertNull(running.handler.opened.poll());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void portInUseIsToldAndLeavesNoThread() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      JettyTransport transport = new JettyTransport(new TestConfig().with("port", port).build());
      transport.listen();
      assertEquals(Optional.empty(), transport.uri());
      assertEquals(
          "cannot listen on 127.0.0.1:"
              + port
              + ": address already in use; choose another port with --port",
          transport.failure().orElseThrow());
      transport.stop();
      assertEquals(List.of(), threadsThatStay());
    }
  }

  @Test
  void unknownHostIsTold() {
    TestConfig config = new TestConfig().with("host", "no-such-host.invalid");
    JettyTransport transport = new JettyTransport(config.build());
    transport.listen();
    assertEquals(
        "cannot listen on no-such-host.invalid:0: the name is not known; "
            + "choose an address of this machine with --host",
        transport.failure().orElseThrow());
    transport.stop();
  }

  @Test
  void addressOfAnotherMachineIsTold() {
    JettyTransport transport =
        new JettyTransport(new TestConfig().with("host", "192.0.2.1").build());
    transport.listen();
    assertTrue(
        transport
            .failure()
            .orElseThrow()
            .endsWith("choose an address of this machine with --host"));
    transport.stop();
  }
}
