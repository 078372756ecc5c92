package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.msgpack.value.ValueFactory.newInteger;
import static org.msgpack.value.ValueFactory.newMap;
import static org.msgpack.value.ValueFactory.newString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.itest.interop.World.Connected;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.msgpack.value.Value;

/** What no client library sends ends or fails its own connection; the others call on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFramesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final String HELLO_OF_B =
      "{\"client_id\":\"%s\",\"workspace\":null,\"token\":null,\"reconnection_token\":null}";

  private World world;
  private Connected provider;
  private Connected caller;
  private CompletableFuture<Outcome> calling;
  private RawSocket victim;
  private String victimAddress;

  @BeforeAll
  void start() throws Exception {
    world = World.create();
    victim = RawSocket.open(world.server().url(), "");
    victim.sendText(HELLO_OF_B.formatted("victim"));
    JsonNode info = new ObjectMapper().readTree(victim.nextText(PATIENCE));
    victimAddress = info.get("workspace").asText() + "/victim";
    provider = world.connect(Client.A_PY059);
    provider.process().call("serve", "service_id", "bystanding");
    caller = world.connect(Client.B_PY);
  }

  @AfterAll
  void close() {
    if (world != null) {
      if (victim != null) {
        victim.close();
      }
      world.close();
    }
  }

  private CompletableFuture<Outcome> callHundredTimes() {
    return caller
        .process()
        .send("scenario", "service", provider.service("bystanding"), "scenario", "concurrent");
  }

  @BeforeEach
  void bystandersCall() {
    calling = callHundredTimes();
  }

  @AfterEach
  void bystandersNoticedNothing() {
    for (CompletableFuture<Outcome> calls : List.of(calling, callHundredTimes())) {
      JsonNode answers = caller.process().value(calls.join(), "the bystanders' calls");
      for (int i = 0; i < 100; i++) {
        assertEquals(i, answers.get(i).asInt());
      }
    }
  }

  private RawSocket clientOfA() throws Exception {
    return RawSocket.open(world.server().url(), "client_id=" + World.unique("raw"));
  }

  private RawSocket clientOfB() throws Exception {
    RawSocket socket = RawSocket.open(world.server().url(), "");
    socket.sendText(HELLO_OF_B.formatted(World.unique("raw")));
    String info = socket.nextText(PATIENCE);
    assertTrue(info.contains("connection_info"), info);
    return socket;
  }

  /** A frame that its sender may not survive, but that must not disturb others. */
  record Bad(String name, byte[] frame) {}

  private Stream<Bad> badFrames() {
    // A client that is given garbage may go deaf, so this one is nobody else's.
    Value call =
        newMap(
            newString("type"), newString("method"),
            newString("to"), newString(victimAddress),
            newString("method"), newString("services.bystanding.echo"),
            newString("session"), newString("s1"));
    Value toManager =
        newMap(
            newString("type"), newString("method"),
            newString("to"), newString("workspace-manager"),
            newString("method"), newString("services.default.echo"),
            newString("session"), newString("s1"));
    return Stream.of(
        new Bad("empty frame", new byte[0]),
        new Bad("cut short msgpack", new byte[] {(byte) 0xdf, 0, 0, 0, 9, (byte) 0xa4, 't'}),
        new Bad("not a map", new byte[] {(byte) 0x93, 1, 2, 3}),
        new Bad("reserved byte", new byte[] {(byte) 0xc1}),
        new Bad("map that promises 4 billion entries", new byte[] {(byte) 0xdf, -1, -1, -1, -1}),
        new Bad("string that promises 4 GB", new byte[] {(byte) 0x81, (byte) 0xdb, -1, -1, -1, -1}),
        new Bad("arrays nested without end", nested(100_000)),
        new Bad("random bytes", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8)),
        new Bad(
            "type is a number", RawSocket.frame(newMap(newString("type"), newInteger(7)), null)),
        new Bad("no target", RawSocket.frame(newMap(newString("type"), newString("method")), null)),
        new Bad(
            "garbage after the first map, to a client", with(call, new byte[] {(byte) 0xc1, 1})),
        new Bad(
            "garbage after the first map, to the manager",
            with(toManager, new byte[] {(byte) 0xc1})),
        new Bad("arguments cut short, to the manager", with(toManager, new byte[] {(byte) 0x82})));
  }

  private static byte[] nested(int depth) {
    byte[] frame = new byte[depth];
    Arrays.fill(frame, (byte) 0x91);
    return frame;
  }

  private static byte[] with(Value main, byte[] tail) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(RawSocket.frame(main, null));
    frame.writeBytes(tail);
    return frame.toByteArray();
  }

  @TestFactory
  Stream<DynamicTest> aBrokenFrameIsItsSendersProblemOnly() {
    return badFrames()
        .flatMap(
            bad ->
                Stream.of("A", "B")
                    .map(
                        generation ->
                            DynamicTest.dynamicTest(
                                bad.name() + " from " + generation,
                                () -> send(bad, generation.equals("A")))));
  }

  private void send(Bad bad, boolean generationA) throws Exception {
    try (RawSocket socket = generationA ? clientOfA() : clientOfB()) {
      socket.sendBinary(bad.frame());
      // The server has read it once it answers another client's call.
      JsonNode greeting =
          caller
              .process()
              .call("scenario", "service", provider.service("bystanding"), "scenario", "nested");
      assertEquals(5, greeting.asInt());
    }
  }

  @Test
  void aTextFrameFromGenerationAEndsAtMostItsConnection() throws Exception {
    try (RawSocket socket = clientOfA()) {
      socket.sendText("hello");
      socket.sendBinary(
          RawSocket.frame(
              newMap(
                  newString("type"), newString("method"),
                  newString("to"), newString("workspace-manager"),
                  newString("method"), newString("services.default.nonesuch"),
                  newString("session"), newString("s1")),
              newMap(newString("promise"), newString("*"))));
      boolean rejected =
          Eventually.get(
              "the connection ends or answers",
              PATIENCE,
              () -> socket.isClosed() || socket.hasBinary(),
              answered -> answered);
      assertTrue(rejected);
    }
  }

  @Test
  void aFirstFrameOfBThatIsNoJsonIsRefusedWithCode1003() throws Exception {
    try (RawSocket socket = RawSocket.open(world.server().url(), "")) {
      socket.sendText("this is no JSON");
      assertEquals(1003, socket.closeCode(PATIENCE));
    }
  }

  @Test
  void aConnectionWithoutAFirstFrameIsClosedAfterFiveSeconds() throws Exception {
    try (RawSocket socket = RawSocket.open(world.server().url(), "")) {
      assertTrue(socket.nextText(PATIENCE).contains("error"));
      assertEquals(1008, socket.closeCode(PATIENCE));
    }
  }

  @Test
  void unknownTextFromGenerationBIsIgnored() throws Exception {
    try (RawSocket socket = clientOfB()) {
      socket.sendText("{\"type\":\"no-such-thing\"}");
      socket.sendText("{\"type\":\"ping\"}");
      assertTrue(socket.nextText(PATIENCE).contains("pong"));
    }
  }

  @Test
  void aCallToATargetThatNeverWasIsRejectedAtOnce() throws Exception {
    try (RawSocket socket = clientOfB()) {
      socket.sendBinary(
          RawSocket.frame(
              newMap(
                  newString("type"), newString("method"),
                  newString("to"), newString("nowhere/nobody"),
                  newString("method"), newString("services.x.y"),
                  newString("session"), newString("s1")),
              newMap(newString("promise"), newString("*"))));
      String reject = new String(socket.nextBinary(PATIENCE), StandardCharsets.UTF_8);
      assertTrue(reject.contains("s1.reject"), reject);
    }
  }
}
