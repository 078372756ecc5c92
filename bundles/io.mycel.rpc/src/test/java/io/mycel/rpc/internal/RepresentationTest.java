package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RemoteStream;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.TypedArray;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepresentationTest {
  private final TestNet net = new TestNet();
  private final RpcEngine engine = net.engine();
  private final Peer peer = net.peer("ws", "me");

  private Object represent(Object value) {
    return engine.represent(peer, value);
  }

  private Object restore(Object tree) {
    return engine.restore(peer, "ws2/other", tree);
  }

  /** There and back as msgpack. */
  private Object travel(Object value) {
    return restore(engine.unpack(engine.pack(represent(value))));
  }

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  private String refusal(Object tree) {
    RpcException refused = assertThrows(RpcException.class, () -> restore(tree));
    assertEquals(RpcException.Kind.DATA, refused.kind());
    return refused.getMessage();
  }

  @Test
  void traceTellsNothingOfThePlatform() {
    Map<String, Object> refused =
        Errors.represent(new RpcException(RpcException.Kind.METHOD_NOT_FOUND, "no f"));
    assertEquals(Map.of("_rtype", "error", "_rvalue", "no f", "_rtrace", ""), refused);
    NumberFormatException failure =
        assertThrows(NumberFormatException.class, () -> Integer.parseInt("x"));
    String trace = (String) Errors.represent(failure).get("_rtrace");
    assertTrue(trace.startsWith("java.lang.NumberFormatException: For input"), trace);
    assertTrue(trace.contains("  at java.lang.Integer.parseInt:"), trace);
    assertFalse(trace.contains("io.mycel"), trace);
  }

  @Test
  void plainValuesTravelAsTheyAre() {
    List<Object> values =
        Arrays.asList(
            null,
            true,
            1L << 40,
            -5L,
            2.5,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            "ä𝄞",
            "",
            BigInteger.TWO.pow(63),
            List.of(),
            List.of(1L, List.of("a")),
            Map.of(),
            Map.of("a", Map.of("b", 1L)),
            Instant.ofEpochSecond(1, 2));
    for (Object value : values) {
      assertEquals(value, travel(value));
    }
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), travel(new byte[] {1, 2}));
  }

  @Test
  void javaValuesTakeTheNearestForm() {
    assertEquals(3L, travel(3));
    assertEquals("x", travel('x'));
    assertEquals("DATA", travel(RpcException.Kind.DATA));
    assertEquals(List.of(1L, 2L), travel(new int[] {1, 2}));
    assertEquals(List.of("a"), travel(new String[] {"a"}));
    assertEquals("in", travel(Optional.of("in")));
    assertEquals(null, travel(Optional.empty()));
    record Point(int x, double y) {}
    assertEquals(Map.of("x", 1L, "y", 2.5), travel(new Point(1, 2.5)));
    assertEquals(Instant.EPOCH, travel(new java.util.Date(0)));
  }

  @Test
  void setsAndOrderedMapsKeepTheirKind() {
    Set<Object> set = new LinkedHashSet<>(List.of(3L, 1L));
    assertEquals(map("_rtype", "set", "_rvalue", List.of(3L, 1L)), represent(set));
    assertEquals(set, assertInstanceOf(LinkedHashSet.class, travel(set)));
    OrderedMap ordered = new OrderedMap(Map.of(1L, "one"));
    assertEquals(
        map("_rtype", "orderedmap", "_rvalue", List.of(List.of(1L, "one"))), represent(ordered));
    assertEquals(ordered, travel(ordered));
    assertTrue(refusal(map("_rtype", "set", "_rvalue", 1L)).contains("must be a list"));
    assertTrue(
        refusal(map("_rtype", "orderedmap", "_rvalue", List.of(1L))).contains("[key, value]"));
  }

  @Test
  void errorsTravelAsValues() {
    RemoteError boom = new RemoteError("boom", "ValueError: boom\n");
    assertEquals(
        map("_rtype", "error", "_rvalue", "boom", "_rtrace", "ValueError: boom\n"),
        represent(boom));
    assertEquals(boom, travel(boom));
    RemoteError own = (RemoteError) travel(new IllegalStateException("cold"));
    assertEquals("cold", own.message());
    assertEquals(new RemoteError("x", null), restore(map("_rtype", "error", "_rvalue", "x")));
  }

  @Test
  void arraysAreViewsOfTheFrame() {
    byte[] frame = new byte[200];
    ByteBuffer packed = engine.pack(represent(NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)));
    int length = packed.remaining();
    packed.get(frame, 0, length);
    NdArray array = (NdArray) restore(engine.unpack(ByteBuffer.wrap(frame, 0, length)));
    assertEquals("float32", array.dtype());
    assertArrayEquals(new int[] {2, 3}, array.shape());
    assertEquals(6f, array.floats().get(5));
    Arrays.fill(frame, (byte) 0);
    assertEquals(0f, array.floats().get(5), "the array has a copy");
  }

  @Test
  void arraysOfEveryKindComeBack() {
    assertEquals(NdArray.of(new double[] {1, -2}), travel(NdArray.of(new double[] {1, -2})));
    assertEquals(NdArray.of(new long[] {1L << 50}), travel(NdArray.of(new long[] {1L << 50})));
    assertEquals(NdArray.of(new short[] {7}), travel(NdArray.of(new short[] {7})));
    assertEquals(NdArray.of(new byte[] {7, 8}), travel(NdArray.of(new byte[] {7, 8})));
    NdArray scalar = new NdArray("int32", new int[0], bytes(5, 0, 0, 0));
    assertEquals(scalar, travel(scalar));
    assertEquals(5, scalar.ints().get(0));
    NdArray empty = new NdArray("float64", new int[] {0, 3}, bytes());
    assertEquals(empty, travel(empty));
    TypedArray typed = new TypedArray("uint16", bytes(1, 0, 255, 255));
    assertEquals(
        map("_rtype", "typedarray", "_rvalue", typed.data(), "_rdtype", "uint16"),
        represent(typed));
    assertArrayEquals(
        new double[] {1, 65535}, ((TypedArray) travel(typed)).toNdArray().toDoubles());
    MemoryView view = new MemoryView(bytes(1, 2));
    assertEquals(view, travel(view));
  }

  @Test
  void bigEndianArraysAreReadInTheirByteOrder() {
    NdArray array =
        (NdArray)
            restore(
                map(
                    "_rtype",
                    "ndarray",
                    "_rvalue",
                    bytes(1, 2, 255, 254),
                    "_rshape",
                    List.of(2L),
                    "_rdtype",
                    ">i2"));
    assertEquals(ByteOrder.BIG_ENDIAN, array.type().order());
    assertEquals(0x0102, array.shorts().get(0));
    assertArrayEquals(new double[] {0x0102, -2}, array.toDoubles());
    assertEquals(array, travel(array));
    assertEquals(">i2", ((NdArray) travel(array)).dtype());
  }

  @Test
  void halvesAndUnsignedItemsAreReadRight() {
    assertArrayEquals(
        new double[] {1, -2, 65504, 0x1p-24, Double.POSITIVE_INFINITY},
        new NdArray("float16", new int[] {5}, bytes(0, 0x3c, 0, 0xc0, 0xff, 0x7b, 1, 0, 0, 0x7c))
            .toDoubles());
    assertArrayEquals(
        new double[] {4294967295.0},
        new NdArray("<u4", new int[] {1}, bytes(255, 255, 255, 255)).toDoubles());
    assertArrayEquals(
        new double[] {1, 0}, new NdArray("|b1", new int[] {2}, bytes(1, 0)).toDoubles());
    assertThrows(IllegalStateException.class, () -> NdArray.of(new int[] {1}).floats());
  }

  @Test
  void sloppyArraysAreUnderstood() {
    NdArray plain = NdArray.of(new byte[] {1, 2, 3, 4}, 2, 2);
    Map<String, Object> wrapped =
        map(
            "_rtype",
            "ndarray",
            "_rvalue",
            map("_rtype", "memoryview", "_rvalue", bytes(1, 2, 3, 4)),
            "_rshape",
            List.of(2L, 2L),
            "_rdtype",
            "uint8");
    assertEquals(plain, restore(wrapped));
    Map<String, Object> pieces = new LinkedHashMap<>(wrapped);
    pieces.put("_rvalue", List.of(bytes(1), bytes(2, 3), bytes(4)));
    assertEquals(plain, restore(pieces));
    Map<String, Object> floating = new LinkedHashMap<>(wrapped);
    floating.put("_rshape", List.of(2.0, 2.0));
    assertEquals(plain, restore(floating));
  }

  @Test
  void brokenArraysAreRefusedWithAReason() {
    Map<String, Object> good =
        map(
            "_rtype",
            "ndarray",
            "_rvalue",
            bytes(1, 2),
            "_rshape",
            List.of(2L),
            "_rdtype",
            "uint8");
    restore(good);
    assertTrue(refusal(with(good, "_rdtype", null)).contains("without a dtype"));
    assertTrue(refusal(with(good, "_rdtype", "object")).contains("unknown dtype 'object'"));
    assertTrue(refusal(with(good, "_rdtype", 7L)).contains("unknown dtype '7'"));
    assertTrue(refusal(with(good, "_rshape", List.of(3L))).contains("needs 3 bytes, but has 2"));
    assertTrue(refusal(with(good, "_rshape", List.of(-2L))).contains("_rshape"));
    assertTrue(refusal(with(good, "_rshape", List.of(0.5))).contains("_rshape"));
    assertTrue(refusal(with(good, "_rshape", null)).contains("_rshape"));
    assertTrue(refusal(with(good, "_rvalue", "text")).contains("must be bytes"));
    assertTrue(
        refusal(with(good, "_rvalue", List.of(List.of(bytes(1))))).contains("must be bytes"));
    List<Object> huge = List.of(2_000_000_000L, 2_000_000_000L, 2_000_000_000L);
    assertTrue(refusal(with(good, "_rshape", huge)).contains("needs"));
    assertTrue(
        refusal(map("_rtype", "typedarray", "_rvalue", bytes(1), "_rdtype", null))
            .contains("dtype"));
    assertTrue(
        refusal(map("_rtype", "typedarray", "_rvalue", bytes(1), "_rdtype", "int16"))
            .contains("not whole items"));
  }

  private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(map);
    changed.put(key, value);
    return changed;
  }

  @Test
  void methodsBecomeAbsoluteAndArePassedOnAsTheyCame() {
    Map<String, Object> wire =
        map(
            "_rtype",
            "method",
            "_rtarget",
            "client",
            "_rmethod",
            "S.x",
            "_rpromise",
            true,
            "_rsig",
            "f(x)",
            "_rdoc",
            null);
    RemoteFunction function = (RemoteFunction) restore(wire);
    assertEquals("ws2/client", function.target());
    assertEquals(RemoteFunction.Promise.EXPLICIT, function.promise());
    assertEquals(with(wire, "_rtarget", "ws2/client"), represent(function));
    assertEquals(
        RemoteFunction.Promise.COMPACT,
        ((RemoteFunction) restore(with(wire, "_rpromise", "*"))).promise());
    for (Object none : new Object[] {false, null, 7L}) {
      assertEquals(
          RemoteFunction.Promise.NONE,
          ((RemoteFunction) restore(with(wire, "_rpromise", none))).promise());
    }
    assertEquals("ws2/other", ((RemoteFunction) restore(with(wire, "_rtarget", null))).target());
    assertTrue(refusal(with(wire, "_rmethod", null)).contains("_rmethod"));
    RemoteFunction made = peer.function("ws/x", "services.a.b");
    assertEquals(
        map("_rtype", "method", "_rtarget", "ws/x", "_rmethod", "services.a.b", "_rpromise", true),
        represent(made));
  }

  @Test
  void generatorsAndStreamsArePassedOnAsTheyCame() {
    Map<String, Object> generator =
        map(
            "_rtype",
            "generator",
            "_rtarget",
            "ws2/c",
            "_rmethod",
            "S.g",
            "_rclose_method",
            "S.g:close",
            "_rpromise",
            "*");
    RemoteGenerator remote = (RemoteGenerator) restore(generator);
    assertEquals("S.g:close", remote.closing().method());
    assertEquals(generator, represent(remote));
    Map<String, Object> stream =
        map(
            "_rtype",
            "iostream",
            "_rnative",
            "js:blob",
            "size",
            8L,
            "read",
            map("_rtype", "method", "_rtarget", "ws2/c", "_rmethod", "S.r", "_rpromise", true));
    RemoteStream opened = (RemoteStream) restore(stream);
    assertEquals(8L, opened.members().get("size"));
    assertEquals("S.r", opened.function("read").method());
    assertEquals(stream, represent(opened));
  }

  @Test
  void anUnknownTypeIsKeptWithItsChildrenDecoded() {
    Map<String, Object> wire =
        map("_rtype", "pydantic_model", "data", map("_rtype", "set", "_rvalue", List.of(1L)));
    Map<?, ?> kept = (Map<?, ?>) restore(wire);
    assertEquals("pydantic_model", kept.get("_rtype"));
    assertEquals(Set.of(1L), kept.get("data"));
    assertEquals(wire, represent(kept));
    assertEquals(engine.pack(wire), engine.pack(represent(kept)));
    Map<String, Object> untouched = map("_rtype", "thing", "n", 1L);
    assertSame(untouched, restore(untouched));
  }

  private record Celsius(double degrees, RpcFunction heater) {}

  @Test
  void codecsGoFirst() {
    peer.registerCodec(
        new Codec<>(
            "celsius",
            Celsius.class,
            c -> Map.of("d", c.degrees(), "marks", Set.of(1L)),
            map -> new Celsius((Double) map.get("d"), null)));
    Object tree = represent(List.of(new Celsius(21.5, null)));
    assertEquals(
        List.of(
            Map.of(
                "_rtype",
                "celsius",
                "d",
                21.5,
                "marks",
                map("_rtype", "set", "_rvalue", List.of(1L)))),
        tree);
    assertEquals(List.of(new Celsius(21.5, null)), restore(tree));
    peer.registerCodec(new Codec<>("loop", Celsius.class, c -> c, map -> null));
    peer.conversation().codecs().remove("celsius");
    assertThrows(RpcException.class, () -> represent(new Celsius(1, null)));
  }

  @Test
  void whatHasNoFormIsRefusedByName() {
    RpcException refused =
        assertThrows(RpcException.class, () -> represent(Map.of("a", List.of(new Object()))));
    assertEquals(
        "no representation for a java.lang.Object at [a, 0]: register a codec",
        refused.getMessage());
    assertThrows(RpcException.class, () -> represent((RpcFunction) call -> null));
    assertThrows(RpcException.class, () -> represent(Map.of(List.of(), 1)));
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertTrue(
        assertThrows(RpcException.class, () -> represent(itself))
            .getMessage()
            .contains("contain itself"));
    Object deep = 1L;
    for (int i = 0; i < 200; i++) {
      deep = List.of(deep);
    }
    Object tooDeep = deep;
    assertTrue(refusal(tooDeep).contains("deeper than 128"));
  }

  @Test
  void restoringChangesNothingInPlace() {
    Map<String, Object> tree = Map.of("s", Map.of("_rtype", "set", "_rvalue", List.of(1L)));
    assertEquals(Map.of("s", Set.of(1L)), restore(tree));
    List<Object> plain = List.of(1L, Map.of("a", 2L));
    assertSame(plain, restore(plain));
    assertSame(plain, represent(plain));
  }
}
