package io.mycel.transport.jetty.internal.websocket;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HandlerSwapTest {

  @Test
  void nothingIsLostOrReorderedWhileHandlersComeAndGo() throws Exception {
    int clientCount = 10;
    int frameCount = 2000;
    TestConfig config = new TestConfig().with("maxParkedBytes", 2000L);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler())) {
      List<TestClient> clients = new ArrayList<>();
      for (int i = 0; i < clientCount; i++) {
        clients.add(running.connect());
      }
      CompletableFuture<Void> senders =
          CompletableFuture.allOf(
              clients.stream()
                  .map(
                      each ->
                          CompletableFuture.runAsync(
                              () -> {
                                for (int n = 0; n < frameCount; n++) {
                                  each.send(ByteBuffer.allocate(100).putInt(n).rewind());
                                }
                              }))
                  .toArray(CompletableFuture[]::new));
      RecordingHandler current = running.handler;
      int swaps = 0;
      while (!senders.isDone() || swaps < 20) {
        swaps++;
        RecordingHandler next = new RecordingHandler();
        if (swaps % 2 == 0) {
          running.transport.unbindHandler(current);
          running.transport.bindHandler(next);
        } else {
          running.transport.bindHandler(next);
          running.transport.unbindHandler(current);
        }
        current = next;
        for (int i = 0; i < clientCount; i++) {
          next.awaitOpened();
        }
      }
      senders.get(30, TimeUnit.SECONDS);
      for (TestClient each : clients) {
        for (int n = 0; n < frameCount; n++) {
          assertEquals(n, each.receive().getInt());
        }
      }
    }
  }

  @Test
  void newHandlerIsToldOfOpenConnectionsBeforeWhatTheySent() throws Exception {
    try (RunningTransport running = new RunningTransport();
        RawClient client = new RawClient(running)) {
      Connection connection = running.handler.awaitOpened();
      running.transport.unbindHandler(running.handler);
      client.send(Frames.client(0x81, "while nobody was there".getBytes(StandardCharsets.UTF_8)));
      RecordingHandler next = new RecordingHandler();
      running.transport.bindHandler(next);
      assertEquals(connection, next.awaitOpened());
      assertEquals("opened", next.events.poll(10, TimeUnit.SECONDS));
      assertEquals("text while nobody was there", next.events.poll(10, TimeUnit.SECONDS));
      assertEquals("while nobody was there", client.receive().text());
    }
  }

  @Test
  void newHandlerIsToldOfAConnectionThatEndedMeanwhile() throws Exception {
    try (RunningTransport running = new RunningTransport()) {
      RawClient client = new RawClient(running);
      running.handler.awaitOpened();
      running.transport.unbindHandler(running.handler);
      client.send(Frames.client(0x88, new byte[] {3, (byte) 0xE8}));
      client.receive();
      assertTrue(client.isAtEnd());
      RecordingHandler next = new RecordingHandler();
      running.transport.bindHandler(next);
      assertEquals("opened", next.events.poll(10, TimeUnit.SECONDS));
      assertEquals("closed 1000", next.events.poll(10, TimeUnit.SECONDS));
      assertFalse(running.handler.events.contains("closed 1000"));
    }
  }

  @Test
  void readingStopsWhenTooMuchWaitsForAHandler() throws Exception {
    TestConfig config = new TestConfig().with("maxParkedBytes", 100_000L);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler());
        RawClient client = new RawClient(running)) {
      running.handler.awaitOpened();
      running.transport.unbindHandler(running.handler);
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 300; i++) {
                    client.send(Frames.client(0x82, new byte[100_000]));
                  }
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      try {
        sender.get(500, TimeUnit.MILLISECONDS);
        throw new AssertionError("30 MB were read though nobody took them");
      } catch (TimeoutException expected) {
        assertTrue(running.figure("mycel_transport_pool_bytes", "lent") < 1_000_000);
      }
      running.transport.bindHandler(new RecordingHandler());
      for (int i = 0; i < 300; i++) {
        assertEquals(100_000, client.receive().payload().length);
      }
      sender.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void handshakesWhileTheHandlerIsReplacedWaitForTheNewOne() throws Exception {
    TestConfig config = new TestConfig().with("maxThreads", 6);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler())) {
      running.transport.unbindHandler(running.handler);
      List<CompletableFuture<TestClient>> clients = new ArrayList<>();
      // far more than there are threads
      ExecutorService connecting = Executors.newCachedThreadPool();
      for (int i = 0; i < 30; i++) {
        clients.add(CompletableFuture.supplyAsync(running::connect, connecting));
      }
      awaitWaiting(running, 30);
      RecordingHandler next = new RecordingHandler();
      running.transport.bindHandler(next);
      for (CompletableFuture<TestClient> each : clients) {
        TestClient client = each.get(20, TimeUnit.SECONDS);
        client.send("hello");
        assertEquals("hello", client.receiveText());
      }
      assertEquals(30, next.opened.size());
      connecting.shutdown();
    }
  }

  @Test
  void framesSentTogetherWithAHandshakeThatWaitsArrive() throws Exception {
    try (RunningTransport running = new RunningTransport()) {
      running.transport.unbindHandler(running.handler);
      CompletableFuture<RawClient> connecting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  byte[] early = "early".getBytes(StandardCharsets.UTF_8);
                  return new RawClient(running, Frames.client(0x81, early));
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      awaitWaiting(running, 1);
      running.transport.bindHandler(new RecordingHandler());
      try (RawClient client = connecting.get(20, TimeUnit.SECONDS)) {
        assertEquals("early", client.receive().text());
      }
    }
  }

  @Test
  void handshakeIsRefusedWhenNoHandlerComesBack() throws Exception {
    TestConfig config = new TestConfig().with("replaceTimeoutMillis", 200);
    try (RunningTransport running = new RunningTransport(config, new RecordingHandler())) {
      running.transport.unbindHandler(running.handler);
      String response =
          running.exchange(
              RawClient.HANDSHAKE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      assertTrue(response.startsWith("HTTP/1.1 503 "), response);
      assertTrue(response.contains("Retry-After: 1\r\n"), response);
    }
  }

  private static void awaitWaiting(RunningTransport running, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (running.figure("mycel_transport_waiting_requests", "") != count) {
      assertTrue(System.nanoTime() < deadline, "not so many handshakes wait: " + count);
      Thread.onSpinWait();
    }
  }

  @Test
  void unbindWaitsForTheFrameInProgress() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    RecordingHandler slow =
        new RecordingHandler() {
          @Override
          public void received(Connection connection, ByteBuffer frame, Lease lease) {
            inside.countDown();
            try {
              mayLeave.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            lease.release();
            events.add("done");
          }
        };
    try (RunningTransport running = new RunningTransport(new TestConfig(), slow);
        RawClient client = new RawClient(running)) {
      client.send(Frames.client(0x82, new byte[10]));
      assertTrue(inside.await(10, TimeUnit.SECONDS));
      CompletableFuture<Void> unbound =
          CompletableFuture.runAsync(() -> running.transport.unbindHandler(slow));
      try {
        unbound.get(200, TimeUnit.MILLISECONDS);
        throw new AssertionError("unbind did not wait");
      } catch (TimeoutException expected) {
        assertFalse(slow.events.contains("done"));
      }
      mayLeave.countDown();
      unbound.get(10, TimeUnit.SECONDS);
      assertTrue(slow.events.contains("done"));
    }
  }

  @Test
  void unbindOfAStuckHandlerEndsInTime() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    RecordingHandler stuck =
        new RecordingHandler() {
          @Override
          public void received(Connection connection, String text) {
            inside.countDown();
            try {
              never.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    TestConfig config = new TestConfig().with("unbindTimeoutMillis", 100);
    try (RunningTransport running = new RunningTransport(config, stuck);
        RawClient client = new RawClient(running)) {
      client.send(Frames.client(0x81, new byte[] {'x'}));
      assertTrue(inside.await(10, TimeUnit.SECONDS));
      CompletableFuture.runAsync(() -> running.transport.unbindHandler(stuck))
          .get(5, TimeUnit.SECONDS);
      assertEquals(1, never.getCount());
      never.countDown();
    }
  }
}
