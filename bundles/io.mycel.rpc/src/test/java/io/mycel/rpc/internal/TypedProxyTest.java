package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TypedProxyTest {
  public record Point(int x, double y, List<String> tags) {}

  public enum Color {
    RED,
    BLUE
  }

  @FunctionalInterface
  public interface Progress {
    boolean report(int percent, String what);
  }

  /** What the Java object offers and the proxy calls. */
  public interface Lab {
    int add(int a, int b);

    double mean(double[] values);

    long total(List<Integer> values);

    String join(String... parts);

    Point shift(Point point, Optional<Integer> by);

    Color other(Color color);

    Set<String> unique(List<String> words);

    Map<String, Integer> count(List<String> words);

    byte[] reverse(byte[] bytes);

    NdArray twice(NdArray array);

    int apply(IntUnaryOperator operator, int value);

    boolean run(Progress progress);

    Stream<Integer> upTo(int end);

    Iterator<String> letters();

    int length(InputStream stream) throws IOException;

    void remember(String text);

    CompletableFuture<List<Integer>> later(int a);

    CompletionStage<String> stage();

    int fail(String why);

    char first(String text);

    List<Point> points();

    default int addTwice(int a, int b) {
      return add(add(a, b), b);
    }
  }

  public interface Snake {
    long makeDouble(int value);

    default long quadruple(int value) {
      return makeDouble((int) makeDouble(value));
    }
  }

  public static final class JavaLab implements Lab {
    private final List<String> remembered = new ArrayList<>();

    @Override
    public int add(int a, int b) {
      return a + b;
    }

    @Override
    public double mean(double[] values) {
      return java.util.Arrays.stream(values).average().orElse(0);
    }

    @Override
    public long total(List<Integer> values) {
      return values.stream().mapToInt(v -> v).sum();
    }

    @Override
    public String join(String... parts) {
      return String.join("+", parts);
    }

    @Override
    public Point shift(Point point, Optional<Integer> by) {
      return new Point(point.x() + by.orElse(100), point.y(), point.tags());
    }

    @Override
    public Color other(Color color) {
      return color == Color.RED ? Color.BLUE : Color.RED;
    }

    @Override
    public Set<String> unique(List<String> words) {
      return new java.util.LinkedHashSet<>(words);
    }

    @Override
    public Map<String, Integer> count(List<String> words) {
      Map<String, Integer> counts = new java.util.TreeMap<>();
      words.forEach(word -> counts.merge(word, 1, Integer::sum));
      return counts;
    }

    @Override
    public byte[] reverse(byte[] bytes) {
      byte[] reversed = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        reversed[i] = bytes[bytes.length - 1 - i];
      }
      return reversed;
    }

    @Override
    public NdArray twice(NdArray array) {
      double[] values = array.toDoubles();
      for (int i = 0; i < values.length; i++) {
        values[i] *= 2;
      }
      return NdArray.of(values, array.shape());
    }

    @Override
    public int apply(IntUnaryOperator operator, int value) {
      return operator.applyAsInt(value);
    }

    @Override
    public boolean run(Progress progress) {
      return progress.report(10, "a") && progress.report(100, "b");
    }

    @Override
    public Stream<Integer> upTo(int end) {
      return Stream.iterate(0, n -> n < end, n -> n + 1);
    }

    @Override
    public Iterator<String> letters() {
      return List.of("a", "b").iterator();
    }

    @Override
    public int length(InputStream stream) throws IOException {
      return stream.readAllBytes().length;
    }

    @Override
    public void remember(String text) {
      remembered.add(text);
    }

    @Override
    public CompletableFuture<List<Integer>> later(int a) {
      return CompletableFuture.completedFuture(List.of(a, a + 1));
    }

    @Override
    public CompletionStage<String> stage() {
      return CompletableFuture.completedStage("staged");
    }

    @Override
    public int fail(String why) {
      throw new IllegalStateException(why);
    }

    @Override
    public char first(String text) {
      return text.charAt(0);
    }

    @Override
    public List<Point> points() {
      return List.of(new Point(1, 2, List.of()), new Point(3, 4, List.of("t")));
    }

    public int addTwice(int a, int b) {
      return a + 2 * b;
    }
  }

  private final TestNet net = new TestNet();
  private final Peer provider = net.peer("ws", "provider", "*/hub");
  private final Peer consumer = net.peer("ws", "consumer", "*/hub");
  private final JavaLab implementation = new JavaLab();
  private final Lab lab = connect();

  /** The calls of this test cross threads: a function that waits must not hold the network. */
  private Lab connect() {
    provider.services().put("lab", Service.of("lab", Lab.class, implementation));
    return service("lab").as(Lab.class);
  }

  private RemoteService service(String id) {
    return RemoteService.of(
        (Map<?, ?>)
            consumer.function("ws/provider", "services.built-in.get_service").call(id).join());
  }

  @Test
  void valuesAreConvertedBothWays() throws IOException {
    assertEquals(5, lab.add(2, 3));
    assertEquals(2.5, lab.mean(new double[] {2, 3}));
    assertEquals(6L, lab.total(List.of(1, 2, 3)));
    assertEquals("a+b", lab.join("a", "b"));
    assertEquals("", lab.join());
    assertEquals(
        new Point(5, 2.0, List.of("t")), lab.shift(new Point(4, 2, List.of("t")), Optional.of(1)));
    assertEquals(104, lab.shift(new Point(4, 2, List.of()), Optional.empty()).x());
    assertEquals(Color.BLUE, lab.other(Color.RED));
    assertEquals(Set.of("x", "y"), lab.unique(List.of("x", "y", "x")));
    assertEquals(Map.of("x", 2, "y", 1), lab.count(List.of("x", "y", "x")));
    assertArrayEquals(new byte[] {3, 2, 1}, lab.reverse(new byte[] {1, 2, 3}));
    assertEquals(
        NdArray.of(new double[] {2, 4}, 2, 1), lab.twice(NdArray.of(new float[] {1, 2}, 2, 1)));
    assertEquals('x', lab.first("xyz"));
    assertEquals(new Point(3, 4, List.of("t")), lab.points().get(1));
    assertEquals(List.of(0, 1, 2), lab.upTo(3).toList());
    Iterator<String> letters = lab.letters();
    assertEquals("a", letters.next());
    lab.remember("this");
    assertEquals(List.of("this"), implementation.remembered);
  }

  @Test
  void futuresAndStagesDoNotWait() {
    assertEquals(List.of(7, 8), lab.later(7).join());
    assertEquals("staged", lab.stage().toCompletableFuture().join());
    CompletableFuture<List<Integer>> wrong = lab.later(1).thenApply(list -> list);
    assertEquals(List.of(1, 2), wrong.join());
  }

  @Test
  void failuresAreRpcExceptions() {
    RpcException failure = assertThrows(RpcException.class, () -> lab.fail("no sample"));
    assertEquals("no sample", failure.getMessage());
    assertEquals(RpcException.Kind.REMOTE, failure.kind());
    interface Missing {
      int nothing();
    }
    Missing missing = service("lab").as(Missing.class);
    assertEquals(
        RpcException.Kind.METHOD_NOT_FOUND,
        assertThrows(RpcException.class, missing::nothing).kind());
    assertThrows(IllegalArgumentException.class, () -> service("lab").as(String.class));
  }

  @Test
  void aResultOfAnotherTypeIsRefused() {
    interface Wrong {
      Point add(int a, int b);

      byte mean(double[] values);
    }
    Wrong wrong = service("lab").as(Wrong.class);
    RpcException refused = assertThrows(RpcException.class, () -> wrong.add(1, 2));
    assertEquals(RpcException.Kind.DATA, refused.kind());
    assertTrue(refused.getMessage().contains("must be a Point, not a Long"), refused.getMessage());
    assertEquals(
        RpcException.Kind.DATA,
        assertThrows(RpcException.class, () -> wrong.mean(new double[] {0.5})).kind());
    assertThrows(RpcException.class, () -> wrong.mean(new double[] {1000}));
  }

  @Test
  void wrongArgumentsAreToldToTheCaller() {
    RemoteService service = service("lab");
    assertTrue(
        CallTest.failure(service.call("add", "one", 2))
            .getMessage()
            .contains("argument a must be a int"));
    assertTrue(
        CallTest.failure(service.call("add", 1)).getMessage().contains("argument b is null"));
    assertTrue(
        CallTest.failure(service.call("add", 1, 2, 3)).getMessage().contains("takes 2 arguments"));
    assertEquals(3L, service.call("add", List.of(1), Map.of("b", 2)).join());
    assertEquals(3L, service.call("add", 1.0, 2.0).join(), "JavaScript's numbers are doubles");
    assertTrue(
        CallTest.failure(service.call("add", List.of(1, 2), Map.of("c", 2)))
            .getMessage()
            .contains("[c]"));
    assertNotEquals(null, CallTest.failure(service.call("add", 1.5, 2)));
    assertNotEquals(null, CallTest.failure(service.call("add", 1L << 40, 2)));
  }

  @Test
  void aProxyIsAnOrdinaryObject() {
    assertEquals(lab, lab);
    assertNotEquals(lab, service("lab").as(Lab.class));
    assertEquals("Lab at service lab", lab.toString());
    assertEquals(lab.hashCode(), lab.hashCode());
  }

  @Test
  void namesMayBeInSnakeCaseAndDefaultsRunHere() {
    RpcFunction twice = call -> (Long) call.args().get(0) * 2;
    provider
        .services()
        .put(
            "snake",
            Service.builder("snake")
                .function("make_double", twice)
                .function("add", call -> 1)
                .build());
    Snake snake = service("snake").as(Snake.class);
    assertEquals(6, snake.makeDouble(3));
    assertEquals(12, snake.quadruple(3));
    interface Hidden {
      default int one() {
        return 1;
      }
    }
    Hidden hidden = service("snake").as(Hidden.class);
    assertThrows(IllegalStateException.class, hidden::one);
  }

  @Test
  void anObjectOffersItsPublicMethodsAndGetsTheContext() {
    class Hidden {
      public String who(Call.Context context, String greeting) {
        return greeting + " " + context.from();
      }

      public int all(Call call) {
        return call.args().size();
      }

      String invisible() {
        return "";
      }
    }
    provider.services().put("object", Service.of("object", new Hidden()));
    RemoteService service = service("object");
    assertEquals("hello ws/consumer", service.call("who", "hello").join());
    assertEquals(3L, service.call("all", 1, 2, 3).join());
    assertThrows(RpcException.class, () -> service.function("invisible"));
    assertThrows(RpcException.class, () -> service.function("hashCode"));
    class Overloaded {
      public void f(int a) {}

      public void f(String a) {}
    }
    assertThrows(IllegalArgumentException.class, () -> Service.of("x", new Overloaded()));
    assertThrows(IllegalArgumentException.class, () -> Service.builder("a/b").build());
  }

  @Test
  void lambdasAreFunctionsToOthers() {
    AtomicInteger ran = new AtomicInteger();
    Runnable run = ran::incrementAndGet;
    IntUnaryOperator square = n -> n * n;
    Progress progress = (percent, what) -> percent > 5 && what.equals("x");
    provider
        .services()
        .put(
            "lambdas",
            Service.builder("lambdas")
                .member("run", run)
                .member("square", square)
                .member("progress", progress)
                .build());
    RemoteService service = service("lambdas");
    assertNull(service.call("run").join());
    assertEquals(1, ran.get());
    assertEquals(9L, service.call("square", 3).join());
    assertEquals(true, service.call("progress", 6, "x").join());
  }

  @Test
  void bytesComeAsTheDeclaredType() {
    interface Bytes {
      byte[] echo(byte[] bytes);
    }
    interface Buffers {
      ByteBuffer echo(ByteBuffer bytes);
    }
    interface Streams {
      InputStream echo(byte[] bytes);
    }
    provider
        .services()
        .put("echo", Service.builder("echo").function("echo", call -> call.args().get(0)).build());
    byte[] bytes = {1, 2};
    assertArrayEquals(bytes, service("echo").as(Bytes.class).echo(bytes));
    assertEquals(
        ByteBuffer.wrap(bytes), service("echo").as(Buffers.class).echo(ByteBuffer.wrap(bytes)));
    try (InputStream in = service("echo").as(Streams.class).echo(bytes)) {
      assertArrayEquals(bytes, in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals(2, new ByteArrayInputStream(bytes).available());
  }
}
