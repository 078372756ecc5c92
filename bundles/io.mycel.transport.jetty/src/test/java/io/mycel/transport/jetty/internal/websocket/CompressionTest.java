package io.mycel.transport.jetty.internal.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.RecordingHandler;
import io.mycel.transport.jetty.internal.RunningTransport;
import io.mycel.transport.jetty.internal.TestConfig;
import io.mycel.transport.jetty.internal.websocket.RawClient.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** permessage-deflate on the wire, where it is configured. */
class CompressionTest {
  private static final int MAX_MESSAGE = 1 << 20;
  private static final byte[] TEXT = MessageDeflateTest.text(50_000);

  private final RunningTransport running =
      new RunningTransport(
          new TestConfig()
              .with("permessageDeflate", true)
              .with("maxFrameBytes", MAX_MESSAGE)
              .with("maxMessageBytes", MAX_MESSAGE)
              .with("maxTextBytes", 10_000),
          new RecordingHandler());

  @AfterEach
  void noMemoryIsLost() {
    running.close();
    assertEquals(0, running.figure("mycel_transport_pool_bytes", "lent"));
  }

  private RawClient client() throws Exception {
    RawClient client = new RawClient(running);
    assertTrue(
        client.response.contains(
            "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                + " client_no_context_takeover\r\n"),
        client.response);
    return client;
  }

  private static byte[] deflated(byte[] content) {
    return MessageDeflateTest.compressed(content, 6);
  }

  private static byte[] inflated(Frame frame) throws Exception {
    assertEquals(0xC2, frame.firstByte(), "a whole compressed binary message");
    BufferPool pool = new BufferPool(MAX_MESSAGE * 4L, 0);
    ByteBuffer bytes =
        new MessageInflater(new ZlibPool(), pool)
            .inflate(ByteBuffer.wrap(frame.payload()), MAX_MESSAGE)
            .bytes();
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    return content;
  }

  @Test
  void largeMessagesAreCompressedBothWaysAndSmallOnesAreNot() throws Exception {
    try (RawClient client = client()) {
      client.send(Frames.client(0xC2, deflated(TEXT)));
      Frame large = client.receive();
      assertTrue(large.payload().length < TEXT.length / 2, large.payload().length + " bytes");
      assertArrayEquals(TEXT, inflated(large));
      byte[] small = Arrays.copyOf(TEXT, 1000);
      client.send(Frames.client(0xC2, deflated(small)));
      assertArrayEquals(small, client.receive().payload());
      client.send(Frames.client(0x82, TEXT));
      assertArrayEquals(TEXT, inflated(client.receive()), "the client need not compress");
      client.send(Frames.client(0xC1, deflated("hello".getBytes(StandardCharsets.UTF_8))));
      Frame text = client.receive();
      assertEquals(0x81, text.firstByte());
      assertEquals("hello", text.text());
      assertEquals(100_000, running.figure("mycel_transport_compressed_bytes_total", "before"));
      double after = running.figure("mycel_transport_compressed_bytes_total", "after");
      assertEquals(2 * large.payload().length, after);
    }
  }

  @Test
  void aCompressedMessageMayComeInFragmentsWithControlFramesBetween() throws Exception {
    byte[] compressed = deflated(TEXT);
    byte[] first = Arrays.copyOf(compressed, 10);
    byte[] second = Arrays.copyOfRange(compressed, 10, 5000);
    byte[] third = Arrays.copyOfRange(compressed, 5000, compressed.length);
    try (RawClient client = client()) {
      client.send(
          Frames.client(0x42, first),
          Frames.client(0x89, new byte[] {7}),
          Frames.client(0x00, second),
          Frames.client(0x00, new byte[0]),
          Frames.client(0x80, third),
          Frames.client(0x02, new byte[] {1}),
          Frames.client(0x80, new byte[] {2}));
      assertEquals(0x8A, client.receive().firstByte());
      assertArrayEquals(TEXT, inflated(client.receive()));
      assertArrayEquals(new byte[] {1, 2}, client.receive().payload());
    }
  }

  @ParameterizedTest
  @CsvSource({"0xA2", "0x92", "0xF2", "0xC9", "0xCA", "0xC8", "0xC0"})
  void otherReservedBitsAndThoseOfOtherFramesBreakTheProtocol(String firstByte) throws Exception {
    try (RawClient client = client()) {
      client.send(Frames.client(Integer.decode(firstByte), new byte[] {0x03, (byte) 0xe8}));
      assertEquals(1002, client.receive().closeCode());
    }
  }

  @Test
  void onlyTheFirstFrameSaysThatAMessageIsCompressed() throws Exception {
    try (RawClient client = client()) {
      client.send(Frames.client(0x42, new byte[] {1}), Frames.client(0xC0, new byte[] {1}));
      assertEquals(1002, client.receive().closeCode());
    }
  }

  @Test
  void whoDidNotAskMayNotCompress() throws Exception {
    String plain = RawClient.HANDSHAKE.replaceAll("Sec-WebSocket-Extensions: .*\r\n", "");
    try (RawClient client = new RawClient(running, plain)) {
      assertFalse(client.response.contains("Extensions"), client.response);
      client.send(Frames.client(0x82, TEXT));
      assertArrayEquals(TEXT, client.receive().payload());
      client.send(Frames.client(0xC2, deflated(TEXT)));
      assertEquals(1002, client.receive().closeCode());
    }
  }

  @Test
  void aBombIsRefusedAndTheOthersNoticeNothing() throws Exception {
    byte[] bomb = deflated(new byte[100 << 20]);
    byte[] half = Arrays.copyOf(bomb, bomb.length / 2);
    byte[] rest = Arrays.copyOfRange(bomb, bomb.length / 2, bomb.length);
    try (RawClient other = client();
        RawClient whole = client();
        RawClient fragments = client();
        RawClient text = client()) {
      whole.send(Frames.client(0xC2, bomb));
      fragments.send(Frames.client(0x42, half), Frames.client(0x80, rest));
      text.send(Frames.client(0xC1, deflated(new byte[10_001])));
      for (RawClient each : new RawClient[] {whole, fragments, text}) {
        Frame end = each.receive();
        assertEquals(1009, end.closeCode());
        assertTrue(end.text().contains("larger than the limit of"), end.text());
      }
      other.send(Frames.client(0xC2, deflated(TEXT)));
      assertArrayEquals(TEXT, inflated(other.receive()));
    }
  }

  @Test
  void whatIsNotCompressedAsItSaysIsRefused() throws Exception {
    try (RawClient other = client();
        RawClient client = client()) {
      client.send(Frames.client(0xC2, new byte[] {6, 1, 2, 3}));
      assertEquals(1007, client.receive().closeCode());
      other.send(Frames.client(0xC2, deflated(TEXT)));
      assertArrayEquals(TEXT, inflated(other.receive()));
    }
  }
}
