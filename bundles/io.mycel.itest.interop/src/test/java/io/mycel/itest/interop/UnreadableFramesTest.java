package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.msgpack.value.ValueFactory.newArray;
import static org.msgpack.value.ValueFactory.newBinary;
import static org.msgpack.value.ValueFactory.newExtension;
import static org.msgpack.value.ValueFactory.newInteger;
import static org.msgpack.value.ValueFactory.newMap;
import static org.msgpack.value.ValueFactory.newString;

import io.mycel.itest.interop.World.Connected;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.msgpack.value.Value;

/**
 * A Python client of generation A stops listening for good at a frame that its msgpack does not
 * take. No other client can send it one: the sender is told, the client lives on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadableFramesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  @AutoClose private World world;

  @BeforeAll
  void start() {
    world = World.create();
  }

  /** The second half of a frame, by what is wrong with it. */
  private static Map<String, byte[]> flaws() {
    Map<String, byte[]> flaws = new LinkedHashMap<>();
    flaws.put("reserved byte", new byte[] {(byte) 0xc1});
    flaws.put("map cut short", new byte[] {(byte) 0x82});
    flaws.put("no map", new byte[] {7});
    flaws.put("numbers for keys", args(newMap(newInteger(1), newInteger(2))));
    flaws.put("a list for a key", args(newMap(newArray(newInteger(1)), newInteger(2))));
    flaws.put("text that is no UTF-8", args(newString(new byte[] {(byte) 0xff, 'a'})));
    flaws.put("a timestamp of five bytes", args(newExtension((byte) -1, new byte[5])));
    flaws.put("more than it takes in one piece", args(newBinary(new byte[1_100_000])));
    byte[] nested = new byte[10_000];
    Arrays.fill(nested, (byte) 0x91);
    flaws.put("nested 10,000 deep", nested);
    return flaws;
  }

  private static byte[] args(Value argument) {
    return RawSocket.frame(
        newMap(
            newString("args"), newArray(argument),
            newString("promise"), newString("*")),
        null);
  }

  @TestFactory
  Stream<DynamicTest> isRejectedAndItsTargetListensOn() {
    return Stream.of(Client.A_PY059, Client.A_PY056)
        .flatMap(
            client -> {
              Connected provider = world.connect(client);
              provider.process().call("serve", "service_id", "listening");
              return flaws().entrySet().stream()
                  .map(
                      flaw ->
                          DynamicTest.dynamicTest(
                              flaw.getKey() + " to " + client,
                              () -> send(provider, flaw.getValue())));
            });
  }

  private void send(Connected provider, byte[] tail) throws Exception {
    try (RawSocket socket = RawSocket.open(world.server().url(), "")) {
      socket.sendText(
          "{\"client_id\":\"%s\",\"workspace\":null,\"token\":null,\"reconnection_token\":null}"
              .formatted(World.unique("raw")));
      assertTrue(socket.nextText(PATIENCE).contains("connection_info"));

      socket.sendBinary(call(provider, "s1", tail));

      String answer = new String(socket.nextBinary(PATIENCE), StandardCharsets.UTF_8);
      assertTrue(answer.contains("s1.reject"), answer);
      assertTrue(answer.contains(provider.address() + " cannot read this call: "), answer);
    }
    // it hears the manager's answer
    assertEquals(
        "ping",
        provider.process().call("manager", "method", "echo", "args", List.of("ping")).asText());
  }

  private static byte[] call(Connected provider, String session, byte[] tail) {
    byte[] main =
        RawSocket.frame(
            newMap(
                newString("type"), newString("method"),
                newString("to"), newString(provider.address()),
                newString("method"), newString("services.listening.echo"),
                newString("session"), newString(session)),
            null);
    byte[] frame = Arrays.copyOf(main, main.length + tail.length);
    System.arraycopy(tail, 0, frame, main.length, tail.length);
    return frame;
  }
}
