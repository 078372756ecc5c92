package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.itest.interop.World.Connected;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where permessage-deflate is configured, both generations use it as they ask for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompressionTest {

  private static final int SIZE = 3 << 20;
  private static final List<Client> RING =
      List.of(Client.A_PY059, Client.B_PY, Client.A_JS059, Client.B_JS);

  @AutoClose private World world;

  @BeforeAll
  void start() {
    world = World.create("--config=io.mycel.transport.jetty:permessageDeflate=true");
    Assumptions.assumeTrue(world.server().own(), "a server that runs already has options unknown");
  }

  @Test
  void arraysComeBackWholeFromEachClientToTheNext() {
    List<Connected> clients = new ArrayList<>();
    for (Client client : RING) {
      Connected connected = world.connect(client);
      connected.process().call("serve", "service_id", "arrays");
      clients.add(connected);
    }
    String text = "What repeats itself gets small. ".repeat(10_000);
    for (int i = 0; i < RING.size(); i++) {
      Client provider = RING.get((i + 1) % RING.size());
      String pairing = RING.get(i) + " → " + provider;
      String service = clients.get((i + 1) % RING.size()).service("arrays");
      ClientProcess process = clients.get(i).process();
      JsonNode random =
          process.call("payload", "service", service, "size", SIZE, "dtype", "float32");
      assertEquals(SIZE, random.get("length").asInt(), pairing);
      assertTrue(random.get("back").asBoolean(), pairing + ": the checksum differs");
      process.call("hold", "service", service);
      double before = compressed("before");
      JsonNode back =
          process.call("call_held", "service", service, "method", "echo", "args", List.of(text));
      assertEquals(text, back.asText(), pairing);
      assertTrue(compressed("before") - before >= 2 * text.length(), pairing + ": both ways");
    }
    assertTrue(compressed("after") < compressed("before") / 2);
  }

  /** Bytes of all sent messages that were compressed, before or after it. */
  private double compressed(String state) {
    return new Metrics(world.server().url())
        .get("mycel_transport_compressed_bytes_total{state=\"" + state + "\"}");
  }
}
