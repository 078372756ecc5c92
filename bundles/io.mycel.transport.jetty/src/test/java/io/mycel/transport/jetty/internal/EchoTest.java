package io.mycel.transport.jetty.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 7, 8, 125, 126, 4096, 4097, 32_767, 32_768, 65_535, 65_536, 1 << 20, 16 << 20,
        64 << 20
      })
  void anyBinaryMessageComesBackAsItWas(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (RunningTransport running = new RunningTransport()) {
      TestClient client = running.connect();
      client.send(ByteBuffer.wrap(bytes));
      assertEquals(ByteBuffer.wrap(bytes), client.receive());
      client.send("and text: äöü€😀");
      assertEquals("and text: äöü€😀", client.receiveText());
    }
  }
}
