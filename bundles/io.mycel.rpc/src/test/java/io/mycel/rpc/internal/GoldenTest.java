package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Lease;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Frames that real clients have sent. Each line of {@code golden/frames.txt}: client, line of the
 * record, connection (1 provider, 2 consumer), direction, frame in base64.
 */
class GoldenTest {
  private record Golden(String client, String line, String direction, ByteBuffer frame) {
    @Override
    public String toString() {
      return client + " line " + line;
    }
  }

  private static List<Golden> frames() throws IOException {
    List<Golden> frames = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                GoldenTest.class.getResourceAsStream("/golden/frames.txt"),
                StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] f = line.split(" ");
        ByteBuffer frame = ByteBuffer.wrap(Base64.getDecoder().decode(f[4]));
        frames.add(new Golden(f[0], f[1], f[3], frame));
      }
    }
    return frames;
  }

  private static List<Map<String, Object>> maps(ByteBuffer frame) {
    MsgpackReader reader = new MsgpackReader(frame, 128, 100_000);
    List<Map<String, Object>> maps = new ArrayList<>();
    while (!reader.atEnd()) {
      maps.add(reader.readMap());
    }
    return maps;
  }

  private static Object read(ByteBuffer bytes) {
    return new MsgpackReader(bytes, 128, 100_000).readAll();
  }

  private static ByteBuffer write(Object tree) {
    return MsgpackWriter.gather(tree, 128).join();
  }

  @Test
  void everyFrameIsWrittenBackToTheSameBytes() throws IOException {
    List<Golden> frames = frames();
    assertTrue(frames.size() > 600, "only " + frames.size() + " frames");
    for (Golden golden : frames) {
      List<ByteBuffer> parts = maps(golden.frame()).stream().map(GoldenTest::write).toList();
      assertEquals(golden.frame(), Gather.of(parts).join(), golden.toString());
    }
  }

  /**
   * The same bytes, except that relative addresses of functions have become absolute, as they must.
   */
  @Test
  void everyPayloadIsRestoredAndRepresentedAsItWas() throws IOException {
    Peer peer = new TestNet().peer("ws", "observer");
    RpcLimits limits = RpcLimits.defaults();
    int payloads = 0;
    for (Golden golden : frames()) {
      List<Map<String, Object>> maps = maps(golden.frame());
      if (maps.size() < 2) {
        continue;
      }
      String from = String.valueOf(maps.get(0).get("from"));
      String sender = from.contains("/") ? from : "ws/" + from;
      Object args = maps.get(1).get("args");
      if (undecodable(args)) {
        continue;
      }
      Object value = new Restorer(peer, sender, limits.depth()).restore(args);
      Object tree = new Representer(peer, FunctionScope.NOWHERE, limits.depth()).represent(value);
      assertEquals(absolute(args, sender), read(write(tree)), golden.toString());
      payloads++;
    }
    assertTrue(payloads > 500, "only " + payloads + " payloads");
  }

  /** JavaScript's Uint8ClampedArray and the like: {@code _rdtype: null}. */
  private static boolean undecodable(Object tree) {
    if (tree instanceof List<?> list) {
      return list.stream().anyMatch(GoldenTest::undecodable);
    }
    return tree instanceof Map<?, ?> map
        && (map.containsKey("_rdtype") && map.get("_rdtype") == null
            || map.values().stream().anyMatch(GoldenTest::undecodable));
  }

  /** With absolute addresses, and without the memoryview that some wrap around array bytes. */
  private static Object absolute(Object tree, String sender) {
    if (tree instanceof List<?> list) {
      return list.stream()
          .map(item -> absolute(item, sender))
          .collect(ArrayList::new, List::add, List::addAll);
    }
    if (tree instanceof Map<?, ?> map) {
      Map<Object, Object> changed = new java.util.LinkedHashMap<>();
      map.forEach((key, value) -> changed.put(key, absolute(value, sender)));
      if (map.get("_rtarget") instanceof String target && map.get("_rtype") != null) {
        changed.put("_rtarget", Trees.absolute(target, sender));
      }
      if ("memoryview".equals(nested(map.get("_rvalue")))) {
        changed.put("_rvalue", ((Map<?, ?>) map.get("_rvalue")).get("_rvalue"));
      }
      return changed;
    }
    return tree;
  }

  private static Object nested(Object value) {
    return value instanceof Map<?, ?> map ? map.get("_rtype") : null;
  }

  /** Java answers recorded calls of real consumers as the real providers did. */
  @Test
  void recordedCallsGetTheRecordedAnswers() throws IOException {
    Map<String, Map<String, Object>> recorded = new HashMap<>();
    List<Golden> frames = frames();
    for (Golden golden : frames) {
      List<Map<String, Object>> maps = maps(golden.frame());
      if (golden.direction().equals("c2s") && maps.size() == 2) {
        recorded.put(golden.client() + maps.get(0).get("method"), maps.get(1));
      }
    }
    int compared = 0;
    for (Golden golden : frames) {
      Map<String, Object> main = maps(golden.frame()).get(0);
      String method = String.valueOf(main.get("method"));
      Map<String, Object> expected =
          recorded.get(golden.client() + main.get("session") + ".resolve");
      boolean comparable =
          golden.direction().equals("s2c")
              && expected != null
              && !expected.toString().contains("_rtype=error") // has the provider's own trace
              && !maps(golden.frame()).get(1).toString().contains("js:blob") // JavaScript reads it
              && !(golden.client().contains("-js-") // provides no keyword arguments here
                  && maps(golden.frame()).get(1).containsKey("with_kwargs"))
              && !method.endsWith(".types") // tells Python's or JavaScript's names of types
              && !method.endsWith("gen") // names a new function
              && !method.endsWith(".whoami")
              && !method.endsWith(".call_cb") // needs the consumer
              && !method.endsWith(".callCb")
              && !method.endsWith(".slow");
      if (comparable) {
        assertEquals(
            absolute(expected, ""), read(write(answer(golden.frame(), main))), golden.toString());
        compared++;
      }
    }
    assertTrue(compared > 80, "only " + compared + " calls");
  }

  private static Object answer(ByteBuffer frame, Map<String, Object> main) {
    String[] address = String.valueOf(main.get("to")).split("/");
    List<Map<String, Object>> sent = new ArrayList<>();
    CoreRpc engine = new CoreRpc(RpcLimits.defaults(), new TestClock(), () -> {});
    Peer provider =
        new Peer(
            address[0],
            address[1],
            (head, tail) -> sent.add(new MsgpackReader(tail, 128, 100_000).readMap()),
            Runnable::run,
            engine);
    RpcFunction echo = call -> call.args().get(0);
    RpcFunction add =
        call -> {
          Object b =
              call.args().size() > 1 ? call.args().get(1) : call.kwargs().getOrDefault("b", 1L);
          Object a = call.args().isEmpty() ? call.kwargs().get("a") : call.args().get(0);
          return (Long) a + (Long) b;
        };
    RpcFunction mul = call -> (Long) call.args().get(0) * (Long) call.args().get(1);
    RpcFunction first = call -> "first";
    for (String id : List.of("test-svc", "js-svc")) {
      provider
          .services()
          .put(
              id,
              Service.builder(id)
                  .visibility("public")
                  .function("echo", echo)
                  .function("add", add)
                  .member("nested", Map.of("sub", Map.of("mul", mul), "arr", List.of(first)))
                  .build());
    }
    int border = border(frame);
    engine.receive(
        provider, frame.slice(0, border), frame.slice(border, frame.limit() - border), Lease.NONE);
    assertEquals(1, sent.size());
    return sent.get(0);
  }

  private static int border(ByteBuffer frame) {
    return write(maps(frame).get(0)).remaining();
  }
}
