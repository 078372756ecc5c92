package io.mycel.rpc.internal.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.TypedArray;
import io.mycel.api.rpc.v1.Blob;
import io.mycel.api.rpc.v1.PluginFunction;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of value between two peers of ours, there and back. */
class ValuesTest {
  private final RpcFunction echo = call -> call.args().get(0);
  private final Two two = new Two(Map.of("echo", echo), Map.of("echo", echo));

  private Object echo(Object value) {
    Object there = two.core("echo").call(value).join();
    assertEquals(there, two.plugin("echo").call(value).join(), "the other way");
    return there;
  }

  static Stream<Object> kept() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
    Map<String, Object> holder = new LinkedHashMap<>();
    holder.put("_hidden", 1);
    holder.put("nothing", null);
    return Stream.of(
        "text",
        1,
        1L << 40,
        1.5,
        Double.NaN,
        false,
        bytes,
        Instant.ofEpochMilli(1234),
        new NdArray("float32", new int[] {1}, bytes),
        new NdArray("uint8", new int[] {2, 2}, bytes),
        new NdArray("int32", new int[] {}, bytes),
        new TypedArray("uint16", bytes),
        new MemoryView(bytes),
        Set.of("a"),
        Set.of(),
        new OrderedMap(Map.of(1, "one")),
        new RemoteError("Error: e", null),
        Blob.of(bytes, "image/png"),
        Blob.of(bytes, null),
        new Blob(bytes, "text/plain", "a.txt", "/tmp/a.txt"),
        List.of(1, List.of("b", List.of())),
        holder,
        Map.of("a", Map.of("b", List.of(new TypedArray("uint8", bytes)))),
        Map.of("_rtype", "unknown", "data", bytes));
  }

  @ParameterizedTest
  @MethodSource("kept")
  void valueComesBackAsItWent(Object value) {
    assertEquals(value, echo(value));
  }

  private record Point(int x, int y) {}

  private enum Colour {
    RED
  }

  static Stream<Arguments> changed() {
    return Stream.of(
        Arguments.of(new byte[] {1}, ByteBuffer.wrap(new byte[] {1})),
        Arguments.of(new int[] {1, 2}, List.of(1, 2)),
        Arguments.of(new StringBuilder("abc"), "abc"),
        Arguments.of('c', "c"),
        Arguments.of(Colour.RED, "RED"),
        Arguments.of(new Date(5), Instant.ofEpochMilli(5)),
        Arguments.of(Optional.of(1), 1),
        Arguments.of(new Point(1, 2), Map.of("x", 1, "y", 2)),
        Arguments.of(new java.util.ArrayDeque<>(List.of(1)), List.of(1)),
        Arguments.of(new IllegalStateException("boom"), new RemoteError("boom", null)));
  }

  @ParameterizedTest
  @MethodSource("changed")
  void javaValueBecomesWhatThePluginsKnow(Object value, Object expected) {
    assertEquals(expected, echo(value));
  }

  @Test
  void splitArrayIsJoined() {
    Map<String, Object> split = new LinkedHashMap<>();
    split.put("_rtype", "ndarray");
    split.put("_rvalue", List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {2})));
    split.put("_rshape", List.of(2));
    split.put("_rdtype", "uint8");
    assertEquals(
        new NdArray("uint8", new int[] {2}, ByteBuffer.wrap(new byte[] {1, 2})), echo(split));
  }

  @Test
  void containersAreCopiedSoThatTheSenderMayGoOnWithThem() {
    List<Object> seen = new ArrayList<>();
    RpcFunction keep = call -> seen.add(call.args().get(0));
    Two keeping = new Two(Map.of("keep", keep), null);
    List<Object> list = new ArrayList<>(List.of(1));
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2});
    keeping.core("keep").call(list).join();
    keeping.core("keep").call(buffer).join();
    list.add(2);
    ((ByteBuffer) seen.get(1)).get();
    assertNotSame(list, seen.get(0));
    assertEquals(List.of(1), seen.get(0));
    assertEquals(0, buffer.position());
  }

  /** A class of a plugin. */
  public static final class Counter {
    private int count;

    /** One more. */
    public int next() {
      return ++count;
    }
  }

  @Test
  void instanceOfAClassIsAnInterface() {
    RpcFunction make = call -> List.of(new Counter());
    List<?> back = (List<?>) new Two(Map.of("make", make), null).core("make").call().join();
    Map<?, ?> counter = (Map<?, ?>) back.get(0);
    PluginFunction next = (PluginFunction) counter.get("next");
    assertInstanceOf(String.class, counter.get("_rintf"));
    assertEquals(1, next.call().join());
    assertEquals(2, next.call().join());
  }

  @Test
  void streamIsAnObjectToReadFrom() {
    RpcFunction open = call -> new ByteArrayInputStream(new byte[] {1, 2, 3});
    Two files = new Two(Map.of("open", open), null);
    Map<?, ?> file = (Map<?, ?>) files.core("open").call().join();
    PluginFunction read = (PluginFunction) file.get("read");
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), read.call(2).join());
    assertEquals(ByteBuffer.wrap(new byte[] {3}), read.call().join());
  }

  @Test
  void valueWithoutRepresentationIsAClearError() {
    RpcException failure = Two.failure(two.core("echo").call(new java.util.Random(1)));
    assertEquals(RpcException.Kind.DATA, failure.kind());
    assertEquals(
        "no representation for a java.util.Random: register a codec", failure.getMessage());
  }

  @Test
  void resultWithoutRepresentationRejectsTheCall() {
    RpcFunction random = call -> new java.util.Random(1);
    Two odd = new Two(Map.of("random", random), null);
    RpcException failure = Two.failure(odd.core("random").call());
    assertTrue(failure.getMessage().startsWith("no representation for a java.util.Random"));
  }

  @Test
  void valueThatContainsItselfIsAClearError() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertEquals(
        "value nested deeper than 20 levels; does it contain itself?",
        Two.failure(two.core("echo").call(list)).getMessage());
  }
}
