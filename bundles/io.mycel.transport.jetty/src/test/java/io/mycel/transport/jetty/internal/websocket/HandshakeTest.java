package io.mycel.transport.jetty.internal.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.transport.Admission;
import io.mycel.api.transport.Opening;
import io.mycel.transport.jetty.internal.RecordingHandler;
import io.mycel.transport.jetty.internal.RunningTransport;
import io.mycel.transport.jetty.internal.TestConfig;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {

  private static String closing(String handshake) {
    return handshake.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void properHandshakeIsAcceptedAndCompressionDeclined() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      assertTrue(client.response.startsWith("HTTP/1.1 101 "), client.response);
      assertTrue(client.response.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
      assertFalse(client.response.toLowerCase().contains("extensions"), client.response);
      assertFalse(client.response.toLowerCase().contains("server:"), client.response);
    }
  }

  @Test
  void framesSentTogetherWithTheHandshakeArrive() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client =
            new RawClient(
                running,
                Frames.client(0x81, "early".getBytes(StandardCharsets.UTF_8)),
                Frames.client(0x82, new byte[50_000]))) {
      assertEquals("early", client.receive().text());
      assertEquals(50_000, client.receive().payload().length);
    }
  }

  @Test
  void handlerSeesHowTheClientAsked() throws Exception {
    CompletableFuture<Opening> seen = new CompletableFuture<>();
    RecordingHandler handler =
        new RecordingHandler() {
          @Override
          public Admission admit(Opening opening) {
            seen.complete(opening);
            return new Admission.Accepted();
          }
        };
    try (RunningTransport running = new RunningTransport(new TestConfig(), handler)) {
      running.connect("?client_id=a&token=u@imjoy@e.y-J_&workspace=w%20s");
      Opening opening = seen.get(10, TimeUnit.SECONDS);
      assertEquals("/ws", opening.path());
      assertEquals("u@imjoy@e.y-J_", opening.parameter("token").orElseThrow());
      assertEquals("w s", opening.parameter("workspace").orElseThrow());
      assertEquals("websocket", opening.header("Upgrade").orElseThrow());
      assertTrue(opening.remoteAddress().matches("127\\.0\\.0\\.1:\\d+"), opening.remoteAddress());
    }
  }

  @Test
  void refusedClientGetsTheStatusAndNoBody() throws Exception {
    RecordingHandler handler =
        new RecordingHandler() {
          @Override
          public Admission admit(Opening opening) {
            return new Admission.Refused(403, "no");
          }
        };
    try (RunningTransport running = new RunningTransport(new TestConfig(), handler)) {
      String response = running.exchange(closing(RawClient.HANDSHAKE));
      assertTrue(response.startsWith("HTTP/1.1 403 "), response);
      assertTrue(response.endsWith("\r\n\r\n"), response);
      assertTrue(handler.opened.isEmpty());
    }
  }

  @Test
  void handlerThatFailsToAdmitRefuses() throws Exception {
    RecordingHandler handler =
        new RecordingHandler() {
          @Override
          public Admission admit(Opening opening) {
            throw new IllegalStateException("secret");
          }
        };
    try (RunningTransport running = new RunningTransport(new TestConfig(), handler)) {
      String response = running.exchange(closing(RawClient.HANDSHAKE));
      assertTrue(response.startsWith("HTTP/1.1 500 "), response);
      assertFalse(response.contains("secret"));
    }
  }

  @Test
  void withoutAHandlerTheClientIsToldToRetry() throws Exception {
    try (RunningTransport running = new RunningTransport(new TestConfig(), null)) {
      String response = running.exchange(closing(RawClient.HANDSHAKE));
      assertTrue(response.startsWith("HTTP/1.1 503 "), response);
      assertTrue(response.contains("Retry-After: 1\r\n"), response);
    }
  }

  @Test
  void connectionsBeyondTheLimitAreRefused() throws Exception {
    TestConfig config = new TestConfig().with("maxConnections", 1);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler());
        RawClient first = new RawClient(running)) {
      assertTrue(first.response.contains(" 101 "));
      running.handler.awaitOpened();
      String response = running.exchange(closing(RawClient.HANDSHAKE));
      assertTrue(response.startsWith("HTTP/1.1 503 "), response);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Upgrade: websocket\r\n', '', 426",
    "'Upgrade: websocket', 'Upgrade: h2c', 426",
    "'keep-alive, Upgrade', 'keep-alive', 400",
    "'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Version: 8', 426",
    "'Sec-WebSocket-Version: 13\r\n', '', 426",
    "'dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZQ==', 400",
    "'dGhlIHNhbXBsZSBub25jZQ==', '****', 400",
    "'Sec-WebSocket-Key', 'X-Key', 400",
    "'GET /ws', 'POST /ws', 405",
    "'GET /ws', 'GET /ws?a=%zz', 400",
    "'GET /ws', 'GET /ws/', 404",
    "'GET /ws', 'GET /other/ws', 404"
  })
  void badHandshakeIsRefused(String what, String instead, int status) throws Exception {
    try (RunningTransport running = new RunningTransport()) {
      String response = running.exchange(closing(RawClient.HANDSHAKE.replace(what, instead)));
      assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
      assertTrue(running.handler.opened.isEmpty());
    }
  }

  @Test
  void otherVersionIsToldWhichOneIsSpoken() throws Exception {
    try (RunningTransport running = new RunningTransport()) {
      String handshake = RawClient.HANDSHAKE.replace("Version: 13", "Version: 7");
      assertTrue(running.exchange(closing(handshake)).contains("Sec-WebSocket-Version: 13\r\n"));
    }
  }
}
