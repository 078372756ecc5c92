package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.itest.interop.World.Connected;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Arrays of 64 MB go there and come back whole, between every family and language. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeArraysTest {

  private static final int SIZE = 64 << 20;
  private static final int METHOD_TIMEOUT = 120;
  private static final List<Client> CLIENTS =
      List.of(Client.A_PY059, Client.A_JS059, Client.B_PY, Client.B_JS);

  private final Map<Client, Connected> clients = new EnumMap<>(Client.class);
  @AutoClose private World world;

  @BeforeAll
  void start() {
    world = World.create();
    for (Client client : CLIENTS) {
      Connected connected = world.connect(client, "method_timeout", METHOD_TIMEOUT);
      connected.process().call("serve", "service_id", "arrays");
      clients.put(client, connected);
    }
  }

  @TestFactory
  Stream<DynamicTest> arraysOf64MegabytesComeBackWhole() {
    return CLIENTS.stream()
        .flatMap(
            consumer ->
                CLIENTS.stream()
                    .map(
                        provider ->
                            DynamicTest.dynamicTest(
                                consumer + " → " + provider + ": ndarray of 64 MB",
                                () -> echo(consumer, provider))));
  }

  private void echo(Client consumer, Client provider) {
    ClientProcess process = clients.get(consumer).process();
    String service = clients.get(provider).service("arrays");
    Outcome outcome =
        ClientProcess.await(
            process.send("payload", "service", service, "size", SIZE, "dtype", "float32"),
            Duration.ofSeconds(METHOD_TIMEOUT));
    String pairing = consumer + " → " + provider;
    JsonNode result = process.value(outcome, pairing + ": ndarray of 64 MB");
    assertEquals(SIZE, result.get("length").asInt(), pairing + ": length");
    assertTrue(result.get("back").asBoolean(), pairing + ": the checksum differs");
  }
}
