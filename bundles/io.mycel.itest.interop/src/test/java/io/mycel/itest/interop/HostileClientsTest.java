package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.msgpack.value.ValueFactory.emptyMap;
import static org.msgpack.value.ValueFactory.newArray;
import static org.msgpack.value.ValueFactory.newBinary;
import static org.msgpack.value.ValueFactory.newBoolean;
import static org.msgpack.value.ValueFactory.newInteger;
import static org.msgpack.value.ValueFactory.newMap;
import static org.msgpack.value.ValueFactory.newString;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.value.Value;

/** Clients that mean no good, or die: the server lives on, and two innocent clients call on. */
class HostileClientsTest extends BesideBystanders {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String ECHO = "services.default.echo";

  HostileClientsTest() {
    super(
        "--config=io.mycel.rpc:cache.idle.seconds=1",
        "--config=io.mycel.hub:slowReaderMillis=2500",
        "--config=io.mycel.hub:graceSeconds=1");
  }

  private KnownClient client() throws Exception {
    return KnownClient.open(server.url());
  }

  private PlainSocket plain() throws IOException {
    PlainSocket socket = PlainSocket.clientOfB(server.url(), World.unique("plain"));
    assertEquals(1, socket.read().opcode());
    return socket;
  }

  @Test
  void aFrameWhoseHeadPromisesFourGigabytesIsRefused() throws Exception {
    try (PlainSocket socket = plain()) {
      socket.send(PlainSocket.head(0x82, 1L << 32));
      assertEquals(1009, socket.read().closeCode());
    }
    try (PlainSocket socket = plain()) {
      socket.send(PlainSocket.head(0x82, Long.MIN_VALUE));
      assertEquals(1002, socket.read().closeCode());
    }
  }

  @Test
  void aFrameOf100MegabytesReachesAClientAndNotTheManager() throws Exception {
    byte[] large = new byte[100 << 20];
    try (KnownClient sender = client();
        KnownClient receiver = client()) {
      sender
          .socket()
          .sendBinary(Frame.call(receiver.address(), "services.s.f", "large", newBinary(large)));
      byte[] arrived = receiver.socket().nextBinary(PATIENCE);
      assertTrue(arrived.length > large.length, arrived.length + " bytes");
      Frame answer = sender.ask(sender.manager(), ECHO, newBinary(large));
      assertTrue(answer.toString().contains("larger than"), answer.text("method"));
      sender.isServed();
    }
  }

  @Test
  void aFirstFrameOfBThatIsBinaryGoesNowhere() throws Exception {
    try (PlainSocket socket = new PlainSocket(server.url(), "")) {
      socket.binary(Frame.call("workspace-manager", ECHO, "s", newInteger(1)));
      socket.text(PlainSocket.hello(World.unique("late")));
      String info = socket.read().text();
      assertTrue(info.contains("connection_info"), info);
    }
  }

  static Stream<byte[]> brokenFrames() {
    byte[] call = Frame.call("*/nobody", ECHO, "s", newString("x"));
    byte[] manager = Frame.call("workspace-manager", ECHO, "s", newString("x"));
    return Stream.of(
        Arrays.copyOf(call, 9),
        Arrays.copyOf(manager, manager.length - 3),
        join(manager, new byte[] {1, 2, 3}),
        join(manager, manager),
        // a head with a field of maps, 10,000 deep; then arguments like that
        join(new byte[] {(byte) 0x81, (byte) 0xa1, 'x'}, maps(10_000)),
        join(
            Arrays.copyOf(manager, manager.length - argsBytes()),
            new byte[] {(byte) 0x81, (byte) 0xa4, 'a', 'r', 'g', 's', (byte) 0x91},
            maps(10_000)),
        // an array of 2^31 - 1 things, a binary and an extension of 4 GB
        join(head(manager), new byte[] {(byte) 0xdd, 0x7f, -1, -1, -1}),
        join(head(manager), new byte[] {(byte) 0xc6, -1, -1, -1, -1}),
        join(head(manager), new byte[] {(byte) 0xc9, -1, -1, -1, -1, 5}));
  }

  private static int argsBytes() {
    return RawSocket.frame(
            newMap(
                newString("args"), newArray(newString("x")), newString("promise"), newString("*")),
            null)
        .length;
  }

  private static byte[] head(byte[] call) {
    return Arrays.copyOf(call, call.length - argsBytes());
  }

  private static byte[] maps(int depth) {
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    for (int i = 0; i < depth; i++) {
      nested.writeBytes(new byte[] {(byte) 0x81, (byte) 0xa1, 'k'});
    }
    nested.write(0xc0);
    return nested.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Stream.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("brokenFrames")
  void aBrokenFrameCostsItsSenderNothingButTheAnswer(byte[] frame) throws Exception {
    try (KnownClient client = client()) {
      client.socket().sendBinary(frame);
      client.socket().sendBinary(Frame.call(client.manager(), ECHO, "after", newString("here")));
      Frame answer = client.next();
      while (!answer.text("method").startsWith("after.")) {
        assertTrue(answer.text("method").endsWith(".reject"), answer::toString);
        answer = client.next();
      }
      assertEquals("\"here\"", answer.args().get(0).toJson());
    }
  }

  static Stream<String> badTargets() {
    return Stream.of(
        "",
        "*",
        "..",
        "../..",
        "/",
        "//",
        "a/",
        "/a",
        "*/",
        "*/*",
        "*/..",
        "a/b/c",
        "a/../b",
        "nowhere/*",
        "\u0000",
        "\ud83d\ude00/x",
        "x".repeat(10_240),
        "y/".repeat(5_000),
        "*/" + "z".repeat(70_000));
  }

  @ParameterizedTest
  @MethodSource("badTargets")
  void aTargetThatIsNoneReachesNobody(String target) throws Exception {
    try (KnownClient client = client()) {
      String method = "services.s.f";
      client.socket().sendBinary(Frame.call(target, method, "bad", newString("x")));
      client.socket().sendBinary(Frame.call(client.manager(), ECHO, "after", newString("here")));
      Frame answer = client.next();
      if (answer.text("method").startsWith("bad.")) {
        assertEquals("bad.reject", answer.text("method"));
        answer = client.next();
      }
      assertEquals("after.resolve", answer.text("method"), answer::toString);
    }
  }

  @Test
  void aTargetThatIsNoTextReachesNobody() throws Exception {
    try (KnownClient client = client()) {
      for (Value target : List.of(newInteger(7), newBoolean(true), newArray(), emptyMap())) {
        client
            .socket()
            .sendBinary(Frame.pack(Map.of("type", newString("method"), "to", target), emptyMap()));
      }
      client.socket().sendBinary(Frame.pack(Map.of("type", newString("method")), emptyMap()));
      client.isServed();
    }
  }

  @Test
  void aForgedSenderIsOverwritten() throws Exception {
    try (KnownClient forger = client();
        KnownClient receiver = client()) {
      Map<String, Value> forged =
          Map.of(
              "from", newString("public/root"),
              "ws", newString("public"),
              "user", newMap(newString("id"), newString("root")));
      forger.socket().sendBinary(Frame.call(receiver.address(), "services.s.f", "s", forged));
      Frame arrived = receiver.next();
      assertEquals(forger.address(), arrived.text("from"));
      assertEquals(forger.address().split("/")[0], arrived.text("ws"));
      assertFalse(arrived.main().get("user").toJson().contains("\"id\":\"root\""));
      // and towards the manager: it answers the real sender
      forger
          .socket()
          .sendBinary(
              Frame.call(
                  forger.manager(),
                  ECHO,
                  "m",
                  Map.of("from", newString(receiver.address())),
                  newInteger(1)));
      assertEquals("m.resolve", forger.next().text("method"));
      assertFalse(receiver.socket().hasBinary());
    }
  }

  @Test
  void anUnknownMethodIsRejected() throws Exception {
    try (KnownClient client = client()) {
      for (String method :
          List.of("services.default.nonesuch", "services", "services..", "", ".", "nobody.f")) {
        Frame answer = client.ask(client.manager(), method);
        assertTrue(answer.text("method").endsWith(".reject"), answer::toString);
      }
      client.isServed();
    }
  }

  @Test
  void anAnswerGivenTwiceHarmsNobody() throws Exception {
    try (KnownClient caller = client();
        KnownClient provider = client()) {
      caller.socket().sendBinary(Frame.call(provider.address(), "services.s.f", "once"));
      assertEquals("once", provider.next().text("session"));
      for (int i = 1; i <= 3; i++) {
        provider.socket().sendBinary(Frame.resolve(caller.address(), "once", newInteger(i)));
      }
      provider.socket().sendBinary(Frame.resolve(caller.manager(), "never", newInteger(1)));
      assertEquals("1", caller.next().args().get(0).toJson());
      provider.isServed();
      try (KnownClient fresh = client()) {
        fresh.isServed();
      }
    }
  }

  @Test
  void aLongMessageThatNeverEndsIsFreedAfterItsTimeOut() throws Exception {
    double before = metrics.get("mycel_rpc_chunked_messages_expired_total");
    try (KnownClient client = client()) {
      Value key = newString("endless");
      String cache = "services.built-in.message_cache.";
      client.ask(client.manager(), cache + "create", key);
      Frame kept =
          client.ask(client.manager(), cache + "append", key, newBinary(new byte[100_000]));
      assertTrue(kept.text("method").endsWith(".resolve"), kept::toString);
      Eventually.get(
          "the message is freed",
          PATIENCE,
          () -> metrics.get("mycel_rpc_chunked_messages_expired_total"),
          now -> now > before);
      Frame late = client.ask(client.manager(), cache + "append", key, newBinary(new byte[10]));
      assertTrue(late.toString().contains("no chunked message"), late::toString);
      client.isServed();
    }
  }

  @Test
  void unfinishedLongMessagesOfOneClientDoNotFillTheServer() throws Exception {
    try (KnownClient client = client()) {
      String cache = "services.built-in.message_cache.";
      boolean refused = false;
      for (int i = 0; i < 64 && !refused; i++) {
        Value key = newString("part-" + i);
        client.ask(client.manager(), cache + "create", key);
        Frame kept =
            client.ask(client.manager(), cache + "append", key, newBinary(new byte[1 << 20]));
        refused = kept.text("method").endsWith(".reject");
      }
      assertTrue(refused, "64 MB of unfinished messages for the manager");
      client.isServed();
    }
  }

  @Test
  void aClientThatStopsReadingIsDropped() throws Exception {
    double before = metrics.get("mycel_hub_slow_readers_dropped_total");
    byte[] megabyte = new byte[1 << 20];
    try (KnownClient sender = client();
        PlainSocket deaf = PlainSocket.clientOfB(server.url(), "deaf")) {
      String info = deaf.read().text();
      String target = new ObjectMapper().readTree(info).get("workspace").asText() + "/deaf";
      for (int i = 0; i < 60; i++) {
        sender
            .socket()
            .sendBinary(Frame.call(target, "services.s.f", "s" + i, newBinary(megabyte)));
      }
      Eventually.get(
          "the deaf client is dropped",
          PATIENCE,
          () -> metrics.get("mycel_hub_slow_readers_dropped_total"),
          now -> now > before);
      Frame rejected = sender.next();
      assertTrue(rejected.text("method").endsWith(".reject"), rejected::toString);
    }
  }

  @Test
  void aClientThatReadsALargeFrameSlowlyKeepsItsConnectionAndItsSenderGoesOn() throws Exception {
    byte[] large = new byte[100 << 20];
    try (KnownClient sender = client();
        PlainSocket slow = PlainSocket.clientOfB(server.url(), "slow")) {
      String info = slow.read().text();
      String target = new ObjectMapper().readTree(info).get("workspace").asText() + "/slow";
      sender.socket().sendBinary(Frame.call(target, "services.s.f", "s", newBinary(large)));
      int left = slow.readHeadOfLarge();
      for (; left > 16 << 20; left -= 8 << 20) {
        Thread.sleep(600);
        slow.skip(8 << 20);
      }
      sender.isServed();
      slow.skip(left);
      slow.text("{\"type\":\"ping\"}");
      assertEquals("{\"type\":\"pong\"}", slow.read().text());
    }
  }

  @Test
  void aClientKilledInTheMiddleOfACallFailsItAtOnce() throws Exception {
    for (boolean politely : new boolean[] {false, true}) {
      try (KnownClient caller = client();
          KnownClient provider = client()) {
        caller.socket().sendBinary(Frame.call(provider.address(), "services.s.f", "cut"));
        assertEquals("cut", provider.next().text("session"));
        if (politely) {
          provider.socket().sendClose();
        } else {
          provider.socket().close();
        }
        Frame answer = caller.next();
        assertEquals("cut.reject", answer.text("method"));
        assertTrue(answer.toString().contains("has disconnected"), answer::toString);
      }
    }
  }

  @Test
  void halfAFrameAndThenTheEndHarmsNobody() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (PlainSocket socket = plain()) {
        socket.send(PlainSocket.head(0x82, 20 << 20));
        socket.send("only the beginning".getBytes(StandardCharsets.UTF_8));
      }
    }
    Eventually.get(
        "its memory is free",
        PATIENCE,
        () -> metrics.get("mycel_transport_pool_bytes{state=\"lent\"}"),
        lent -> lent < 10 << 20);
  }
}
