package io.mycel.transport.jetty.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpResponse;
import io.mycel.api.transport.Connection;
import io.mycel.api.transport.Lease;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What all clients together may use. */
class LimitsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private static RunningTransport with(String property, Object value) {
    RunningTransport running =
        new RunningTransport(new TestConfig().with(property, value), new RecordingHandler());
    return running.route(
        request -> CompletableFuture.completedFuture(HttpResponse.of(200, "text/plain", "")),
        "/",
        "GET");
  }

  private static String status(Socket socket) throws Exception {
    socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      assertTrue(next >= 0, head.toString(StandardCharsets.US_ASCII));
      head.write(next);
    }
    return head.toString(StandardCharsets.US_ASCII).split(" ")[1];
  }

  @Test
  void socketsBeyondTheLimitWaitUntilOthersAreClosed() throws Exception {
    try (RunningTransport running = with("maxSockets", 3)) {
      for (int i = 0; i < 10; i++) {
        TestClient client = running.connect();
        running.handler.await("opened");
        client.socket.abort();
        running.handler.await("closed");
      }
      running.connect();
      running.handler.await("opened");
      List<Socket> held = List.of(running.socket(), running.socket());
      for (Socket each : held) {
        assertEquals("200", status(each));
      }
      assertEquals(3, running.figure("mycel_transport_sockets", ""));
      try (Socket late = running.socket()) {
        late.setSoTimeout(500);
        assertThrows(SocketTimeoutException.class, () -> status(late));
        for (Socket each : held) {
          each.close();
        }
        late.setSoTimeout(10_000);
        assertEquals('H', late.getInputStream().read());
      }
    }
  }

  @Test
  void bodiesThatTogetherAreTooLargeAreRefusedAndTheirMemoryIsFreed() throws Exception {
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    try (RunningTransport running = with("maxBodyMemoryBytes", 100_000L)) {
      running.route(
          request ->
              request
                  .body()
                  .read(1 << 20)
                  .thenCompose(
                      body -> {
                        arrived.complete(null);
                        return answer;
                      }),
          "/hold",
          "POST");
      CompletableFuture<String> held = post(running, 60_000);
      arrived.get(10, TimeUnit.SECONDS);
      assertTrue(running.figure("mycel_http_body_bytes", "") > 50_000);
      String refused = post(running, 60_000).get(10, TimeUnit.SECONDS);
      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      answer.complete(HttpResponse.of(200, "text/plain", ""));
      assertTrue(held.get(10, TimeUnit.SECONDS).startsWith("HTTP/1.1 200 "));
      String again = post(running, 60_000).get(10, TimeUnit.SECONDS);
      assertTrue(again.startsWith("HTTP/1.1 200 "), again);
    }
  }

  @Test
  void oneClientDoesNotUseUpTheMemoryOfAll() throws Exception {
    List<Lease> held = Collections.synchronizedList(new ArrayList<>());
    RecordingHandler handler =
        new RecordingHandler() {
          @Override
          public void received(Connection connection, ByteBuffer frame, Lease lease) {
            held.add(lease);
            events.add("frame of " + frame.remaining());
          }
        };
    try (RunningTransport running =
        new RunningTransport(new TestConfig().with("maxFrameMemoryBytes", 1L << 20), handler)) {
      TestClient greedy = running.connect();
      for (int i = 0; i < 3; i++) {
        greedy.send(ByteBuffer.allocate(100_000));
        handler.await("frame of 100000");
      }
      // the JDK's client sends fragments, which take memory until they are put together
      greedy.socket.sendBinary(ByteBuffer.allocate(500_000), true);
      String end = greedy.awaitEnd();
      assertTrue(end.startsWith("1013 no memory for a frame"), end);
      assertTrue(end.contains("this client has"), end);
      assertEquals(1, running.figure("mycel_transport_memory_refusals_total", "client"));
      running.connect().send(ByteBuffer.allocate(100_001));
      handler.await("frame of 100001");
      held.forEach(Lease::release);
      assertEquals(0, running.figure("mycel_transport_pool_bytes", "lent"));
      assertEquals(0, running.figure("mycel_transport_memory_refusals_total", "all"));
    }
  }

  private static CompletableFuture<String> post(RunningTransport running, int size) {
    return CompletableFuture.supplyAsync(
        () -> {
          String head = "POST /hold HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ";
          try {
            return running.exchange(head + size + "\r\n\r\n" + "x".repeat(size));
          } catch (java.io.IOException e) {
            throw new AssertionError(e);
          }
        },
        task -> new Thread(task, "poster").start());
  }
}
