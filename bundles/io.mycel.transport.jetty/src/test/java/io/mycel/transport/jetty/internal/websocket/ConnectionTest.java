package io.mycel.transport.jetty.internal.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.transport.Connection;
import io.mycel.api.transport.Lease;
import io.mycel.transport.jetty.internal.RecordingHandler;
import io.mycel.transport.jetty.internal.RunningTransport;
import io.mycel.transport.jetty.internal.TestClient;
import io.mycel.transport.jetty.internal.TestConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Counts how often each lease is used. */
  private static final class CountedLease implements Lease {
    private final AtomicInteger uses = new AtomicInteger();
    private final CountDownLatch used = new CountDownLatch(1);

    @Override
    public void release() {
      uses.incrementAndGet();
      used.countDown();
    }

    @Override
    public void keep() {
      uses.addAndGet(1000);
    }
  }

  @Test
  void hundredClientsGetTheirOwnFramesInOrder() throws Exception {
    try (RunningTransport running = new RunningTransport()) {
      List<TestClient> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        clients.add(running.connect());
      }
      for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 100; i++) {
          clients.get(i).send(ByteBuffer.allocate(round * 40 + 8).putInt(i).putInt(round).rewind());
        }
      }
      for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 100; i++) {
          ByteBuffer answer = clients.get(i).receive();
          assertEquals(round * 40 + 8, answer.remaining());
          assertEquals(i, answer.getInt());
          assertEquals(round, answer.getInt());
        }
      }
      assertEquals(100, running.figure("mycel_transport_connections", "{}"));
      assertEquals(5000, running.figure("mycel_transport_frames_total", "in"));
    }
  }

  @Test
  void manyFramesOfOneWriteAreAllAnsweredInOrder() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      byte[][] frames = new byte[5000][];
      for (int i = 0; i < frames.length; i++) {
        frames[i] = Frames.client(0x81, utf8("n" + i));
      }
      client.send(frames);
      for (int i = 0; i < frames.length; i++) {
        assertEquals("n" + i, client.receive().text());
      }
    }
  }

  @Test
  void headAndTailOfAnyKindOfMemoryAreOneFrame() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      Connection connection = running.handler.awaitOpened();
      for (int size : new int[] {0, 10, 5000, 200_000}) {
        for (boolean direct : new boolean[] {false, true}) {
          ByteBuffer tail =
              direct ? ByteBuffer.allocateDirect(size + 2) : ByteBuffer.allocate(size + 2);
          for (int i = 0; i < size + 2; i++) {
            tail.put(i, (byte) i);
          }
          tail.position(1).limit(size + 1);
          CountedLease lease = new CountedLease();
          assertTrue(connection.send(ByteBuffer.wrap(utf8("head")), tail, lease));
          byte[] payload = client.receive().payload();
          assertEquals(size + 4, payload.length);
          for (int i = 0; i < size; i++) {
            assertEquals((byte) (i + 1), payload[i + 4]);
          }
          assertTrue(lease.used.await(10, TimeUnit.SECONDS));
          assertEquals(1, lease.uses.get());
          assertEquals(0, connection.queuedBytes());
        }
      }
    }
  }

  @Test
  void pingIsAnsweredWithItsPayload() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      client.send(Frames.client(0x89, utf8("are you there?")));
      RawClient.Frame pong = client.receive();
      assertEquals(0x8A, pong.firstByte());
      assertEquals("are you there?", pong.text());
    }
  }

  @Test
  void fullQueueDropsFramesAndUsesEveryLeaseOnce() throws Exception {
    TestConfig config = new TestConfig().with("maxQueuedBytes", 1_000_000L);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler())) {
      RawClient client = new RawClient(running);
      Connection connection = running.handler.awaitOpened();
      List<CountedLease> leases = new ArrayList<>();
      int refused = 0;
      for (int i = 0; i < 300; i++) {
        CountedLease lease = new CountedLease();
        leases.add(lease);
        boolean taken =
            connection.send(ByteBuffer.allocate(4), ByteBuffer.allocateDirect(100_000), lease);
        if (!taken) {
          refused++;
          assertEquals(1, lease.uses.get());
        }
        assertTrue(connection.queuedBytes() <= 1_000_000);
      }
      assertTrue(refused > 0 && refused < 300, refused + " refused");
      assertEquals(refused, running.figure("mycel_transport_dropped_frames_total", "queue_full"));
      int arrived = 0;
      for (; arrived < 300 - refused; arrived++) {
        assertEquals(100_004, client.receive().payload().length);
      }
      client.close();
      running.handler.await("closed 1006");
      for (CountedLease each : leases) {
        assertEquals(1, each.uses.get());
      }
      assertEquals(0, connection.queuedBytes());
    }
  }

  @Test
  void queuedFramesOfALostClientGiveTheirLeasesBack() throws Exception {
    try (RunningTransport running = new RunningTransport()) {
      RawClient client = new RawClient(running);
      Connection connection = running.handler.awaitOpened();
      List<CountedLease> leases = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        leases.add(new CountedLease());
        connection.send(ByteBuffer.allocate(4), ByteBuffer.allocateDirect(500_000), leases.get(i));
      }
      client.close();
      running.handler.await("closed 1006");
      CountedLease late = new CountedLease();
      assertFalse(connection.send(ByteBuffer.allocate(4), ByteBuffer.allocate(4), late));
      assertEquals(1, late.uses.get());
      assertFalse(connection.isOpen());
      for (CountedLease each : leases) {
        assertEquals(1, each.uses.get());
      }
      assertEquals(0, connection.queuedBytes());
    }
  }

  @Test
  void ofALargeFrameWhatIsWrittenCounts() throws Exception {
    int size = 48 << 20;
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      Connection connection = running.handler.awaitOpened();
      long before = connection.writtenBytes();
      connection.send(ByteBuffer.allocate(4), ByteBuffer.allocateDirect(size), new CountedLease());
      while (connection.writtenBytes() == before) {
        Thread.sleep(5);
      }
      assertTrue(connection.writtenBytes() < size, connection.writtenBytes() + " bytes");
      client.receive();
      connection.send("x");
      assertEquals("x", client.receive().text());
      assertTrue(connection.writtenBytes() >= before + size + 14, connection.writtenBytes() + "");
    }
  }

  @Test
  void drainedIsToldOnceWhenTheClientHasReadEnough() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      Connection connection = running.handler.awaitOpened();
      for (int i = 0; i < 100; i++) {
        connection.send(
            ByteBuffer.allocate(4), ByteBuffer.allocateDirect(500_000), new CountedLease());
      }
      assertTrue(connection.queuedBytes() > 1_000_000);
      AtomicInteger told = new AtomicInteger();
      CountDownLatch drained = new CountDownLatch(1);
      connection.whenDrained(
          1_000_000,
          () -> {
            told.incrementAndGet();
            drained.countDown();
          });
      assertEquals(0, told.get());
      for (int i = 0; i < 100; i++) {
        client.receive();
      }
      assertTrue(drained.await(10, TimeUnit.SECONDS));
      connection.send("more");
      assertEquals("more", client.receive().text());
      assertEquals(1, told.get());
    }
  }

  @Test
  void drainedIsToldWhenTheClientIsLost() throws Exception {
    try (RunningTransport running = new RunningTransport()) {
      RawClient client = new RawClient(running);
      Connection connection = running.handler.awaitOpened();
      for (int i = 0; i < 100; i++) {
        connection.send(
            ByteBuffer.allocate(4), ByteBuffer.allocateDirect(500_000), new CountedLease());
      }
      CountDownLatch drained = new CountDownLatch(1);
      connection.whenDrained(1_000_000, drained::countDown);
      assertEquals(1, drained.getCount());
      connection.close(1006, "reads too slowly");
      assertTrue(drained.await(10, TimeUnit.SECONDS));
      client.close();
    }
  }

  @Test
  void whatAPausedClientSendsArrivesWhenItIsResumed() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      Connection connection = running.handler.awaitOpened();
      connection.pauseReading();
      client.send(Frames.client(0x81, utf8("waits")));
      TestClient other = running.connect();
      other.send("not paused");
      assertEquals("not paused", other.receiveText());
      running.handler.await("text not paused");
      assertEquals(null, running.handler.events.poll(200, TimeUnit.MILLISECONDS));
      connection.resumeReading();
      running.handler.await("text waits");
    }
  }

  @Test
  void largerFrameThanTheQueueIsTakenWhenNothingWaits() throws Exception {
    TestConfig config = new TestConfig().with("maxQueuedBytes", 1000L);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler());
        RawClient client = new RawClient(running)) {
      client.send(Frames.client(0x82, new byte[100_000]));
      assertEquals(100_000, client.receive().payload().length);
    }
  }

  @Test
  void clientThatVanishesInTheMiddleOfAFrameLeavesNothingBehind() throws Exception {
    try (RunningTransport running = new RunningTransport()) {
      RawClient client = new RawClient(running);
      running.handler.awaitOpened();
      byte[] frame = Frames.client(0x82, new byte[1_000_000]);
      client.socket.getOutputStream().write(frame, 0, 600_000);
      client.send(new byte[0]);
      client.close();
      running.handler.await("closed 1006");
      assertEquals(0, running.figure("mycel_transport_pool_bytes", "lent"));
      TestClient other = running.connect();
      other.send("still here");
      assertEquals("still here", other.receiveText());
    }
  }

  @Test
  void closeOfTheClientIsAnsweredWithItsCode() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      client.send(Frames.client(0x88, new byte[] {0x0F, (byte) 0xA1, 'b', 'y', 'e'}));
      RawClient.Frame answer = client.receive();
      assertEquals(0x88, answer.firstByte());
      assertEquals(4001, answer.closeCode());
      assertTrue(client.isAtEnd());
      running.handler.await("closed 4001");
    }
  }

  @Test
  void closeWithoutACodeIsAnsweredWithoutOne() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      client.send(Frames.client(0x88, new byte[0]));
      assertArrayEquals(new byte[0], client.receive().payload());
      assertTrue(client.isAtEnd());
      running.handler.await("closed 1005");
    }
  }

  @Test
  void closeComesAfterWhatIsQueuedWithItsReasonCutAtACharacter() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      Connection connection = running.handler.awaitOpened();
      connection.send("last words");
      connection.close(1008, "€".repeat(50));
      assertFalse(connection.isOpen());
      assertFalse(connection.send("too late"));
      assertEquals("last words", client.receive().text());
      RawClient.Frame close = client.receive();
      assertEquals(1008, close.closeCode());
      assertEquals("€".repeat(41), close.text().substring(2));
      client.send(Frames.client(0x88, new byte[] {3, (byte) 0xF0}));
      assertTrue(client.isAtEnd());
      running.handler.await("closed 1008");
    }
  }

  @Test
  void code1006DropsTheSocketWithoutACloseFrame() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      running.handler.awaitOpened().close(1006, "superseded");
      assertTrue(client.isAtEnd());
      running.handler.await("closed 1006");
    }
  }

  @Test
  void clientThatNeverAnswersACloseIsDroppedAfterFiveSeconds() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      running.handler.awaitOpened().close(1000, "");
      client.receive();
      assertTrue(client.isAtEnd());
      running.handler.await("closed 1006");
    }
  }

  @Test
  void brokenFrameClosesOnlyItsConnectionWithAReason() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      TestClient other = running.connect();
      client.send(Frames.client(0x81, utf8("fine")), Frames.frame(0x82, utf8("bad"), 0, false));
      assertEquals("fine", client.receive().text());
      RawClient.Frame close = client.receive();
      assertEquals(1002, close.closeCode());
      assertTrue(close.text().endsWith("a client must mask its frames"), close.text());
      assertTrue(client.isAtEnd());
      other.send("unharmed");
      assertEquals("unharmed", other.receiveText());
    }
  }

  @Test
  void frameBeyondTheLimitIsRefusedWithTheLimit() throws Exception {
    TestConfig config = new TestConfig().with("maxFrameBytes", 1000);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler())) {
      TestClient client = running.connect();
      client.send(ByteBuffer.allocate(1001));
      assertEquals("1009 a frame of 1001 bytes; the limit is 1000", client.awaitEnd());
    }
  }

  @Test
  void handlerThatFailsKeepsTheConnection() throws Exception {
    RecordingHandler handler =
        new RecordingHandler() {
          @Override
          public void received(Connection connection, String text) {
            if (text.equals("bad")) {
              throw new IllegalStateException("a defect of the hub");
            }
            super.received(connection, text);
          }
        };
    try (RunningTransport running = new RunningTransport(new TestConfig(), handler)) {
      TestClient client = running.connect();
      client.send("bad");
      client.send("good");
      assertEquals("good", client.receiveText());
    }
  }

  @Test
  void attachmentsStayWithTheConnection() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      Connection connection = running.handler.awaitOpened();
      assertTrue(client.response.contains("101"));
      connection.attach(String.class, "identity");
      assertEquals("identity", connection.attachment(String.class).orElseThrow());
      connection.attach(String.class, null);
      assertTrue(connection.attachment(String.class).isEmpty());
    }
  }

  @Test
  void silentClientIsPingedAndAnswersKeepIt() throws Exception {
    TestConfig config = new TestConfig().with("pingIntervalMillis", 100).with("maxSilentPings", 10);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler());
        RawClient client = new RawClient(running)) {
      for (int i = 0; i < 15; i++) {
        assertEquals(0x89, client.receive().firstByte());
        client.send(Frames.client(0x8A, new byte[0]));
      }
      assertTrue(running.handler.awaitOpened().isOpen());
    }
  }

  /** A missed answer or two are no proof: the clients of computing programs answer late. */
  @Test
  void clientThatMissesSomePingsIsKept() throws Exception {
    TestConfig config = new TestConfig().with("pingIntervalMillis", 50).with("maxSilentPings", 3);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler());
        RawClient client = new RawClient(running)) {
      for (int round = 0; round < 5; round++) {
        for (int missed = 0; missed < 3; missed++) {
          assertEquals(0x89, client.receive().firstByte());
        }
        // in the last moment, and something else than an answer is as good
        client.send(Frames.client(round % 2 == 0 ? 0x8A : 0x81, new byte[0]));
        if (round % 2 != 0) {
          assertEquals(0x81, client.receive().firstByte());
        }
      }
      assertTrue(running.handler.awaitOpened().isOpen());
    }
  }

  @Test
  void clientThatAnswersNoneOfManyPingsIsDropped() throws Exception {
    TestConfig config = new TestConfig().with("pingIntervalMillis", 50).with("maxSilentPings", 3);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler());
        RawClient client = new RawClient(running)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(0x89, client.receive().firstByte());
      }
      assertTrue(client.isAtEnd());
      running.handler.await("closed 1006");
    }
  }

  @Test
  void streamingClientDoesNotKeepOthersWaiting() throws Exception {
    TestConfig config = new TestConfig().with("selectors", 1);
    CountDownLatch stop = new CountDownLatch(1);
    RecordingHandler handler =
        new RecordingHandler() {
          @Override
          public void received(Connection connection, ByteBuffer frame, Lease lease) {
            lease.release();
          }
        };
    try (RunningTransport running = new RunningTransport(config, handler);
        RawClient greedy = new RawClient(running)) {
      Thread sender =
          new Thread(
              () -> {
                byte[] frame = Frames.client(0x82, new byte[1_000_000]);
                try {
                  while (stop.getCount() > 0) {
                    greedy.send(frame);
                  }
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      sender.start();
      TestClient other = running.connect();
      for (int i = 0; i < 20; i++) {
        other.send("me too " + i);
        assertEquals("me too " + i, other.receiveText());
      }
      stop.countDown();
      sender.join(TimeUnit.SECONDS.toMillis(10));
      assertFalse(sender.isAlive());
    }
  }
}
