package io.mycel.itest.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.Service;
import io.mycel.client.ConnectionListener;
import io.mycel.client.Event;
import io.mycel.client.HyphaClient;
import io.mycel.client.HyphaClientException;
import io.mycel.client.HyphaClientOptions;
import io.mycel.client.ReconnectPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the Java client does with any server of generation B. */
@Timeout(120)
abstract class ClientContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<AutoCloseable> open = new ArrayList<>();

  /** The server's address, {@code http://…}. */
  abstract String url();

  /** What the Java side offers. */
  public interface Tools {
    long add(long a, long b);

    NdArray twice(NdArray image);

    String callBack(Function<String, String> function);

    Iterator<Long> numbers(int count);

    String fail(String message);
  }

  /** Offers it. */
  public static final class ToolsImpl implements Tools {
    @Override
    public long add(long a, long b) {
      return a + b;
    }

    @Override
    public NdArray twice(NdArray image) {
      double[] values = image.toDoubles();
      return NdArray.of(Arrays.stream(values).map(v -> v * 2).toArray(), image.shape());
    }

    @Override
    public String callBack(Function<String, String> function) {
      return function.apply("hello") + "?";
    }

    @Override
    public Iterator<Long> numbers(int count) {
      return IntStream.range(0, count).mapToObj(i -> (long) i).iterator();
    }

    @Override
    public String fail(String message) {
      throw new IllegalStateException(message);
    }
  }

  /** What callers see of it: waiting and not. */
  public interface ToolsAsync {
    CompletableFuture<Long> add(long a, long b);
  }

  /** What Python offers. */
  public interface InPython {
    Object echo(Object value);

    String callBack(Function<String, String> function, String value);

    NdArray scale(NdArray array, double factor);

    Object fail(String message);
  }

  /** Takes its time once, which no single test should have to. */
  @BeforeAll
  static void installPython() {
    if (Python.whatIsMissing().isEmpty()) {
      Python.command();
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    open.add(resource);
    return resource;
  }

  private HyphaClient client(HyphaClientOptions.Builder options) {
    return closing(HyphaClient.open(options.build()));
  }

  private HyphaClientOptions.Builder options() {
    return HyphaClientOptions.builder(url());
  }

  /** A second client in the workspace of the first. */
  private HyphaClient beside(HyphaClient first, String id) {
    return client(
        options().clientId(id).workspace(first.workspace()).token(first.manager().generateToken()));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void serverTellsWhoTheClientIs() {
    HyphaClient client = client(options().clientId("me"));
    assertEquals("me", client.clientId());
    assertFalse(client.workspace().isEmpty());
    assertEquals(true, client.user().get("is_anonymous"));
    assertTrue(client.isConnected());
    assertEquals(
        List.of(client.workspace() + "/me"),
        client.manager().listClients().stream().map(c -> c.get("id")).toList());
    assertEquals("hi", client.manager().echo("hi"));
    assertEquals("hi", client.manager("echo").call("hi").join());
  }

  @Test
  void javaObjectIsServiceForOtherClient() throws Exception {
    HyphaClient provider = client(options().clientId("provider"));
    String id = provider.register("tools", Tools.class, new ToolsImpl(), Map.of()).get();
    assertEquals(provider.workspace() + "/provider:tools", id);
    HyphaClient consumer = beside(provider, "consumer");
    assertTrue(
        consumer.manager().listServices().stream().anyMatch(s -> id.equals(s.get("id"))),
        () -> consumer.manager().listServices().toString());

    Tools typed = consumer.service("tools", Tools.class);
    assertEquals(5, typed.add(2, 3));
    NdArray image = NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    NdArray twice = typed.twice(image);
    assertArrayEquals(new int[] {2, 3}, twice.shape());
    assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12}, twice.toDoubles());
    assertEquals("HELLO?", typed.callBack(String::toUpperCase));
    List<Long> numbers = new ArrayList<>();
    typed.numbers(3).forEachRemaining(numbers::add);
    assertEquals(List.of(0L, 1L, 2L), numbers);
    RpcException failure = assertThrows(RpcException.class, () -> typed.fail("no luck"));
    assertEquals(RpcException.Kind.REMOTE, failure.kind());
    assertTrue(failure.getMessage().contains("no luck"), failure::getMessage);

    RemoteService dynamic = consumer.getService("tools").get();
    assertEquals(7L, dynamic.call("add", 3, 4).get());
    assertEquals(9L, dynamic.call("add", List.of(), Map.of("a", 4, "b", 5)).get());
    assertEquals(11L, consumer.getService(id, ToolsAsync.class).get().add(5, 6).get());

    provider.unregister("tools").get();
    assertThrows(RpcException.class, () -> consumer.service("tools"));
  }

  @Test
  void largeArrayGoesThereAndBack() {
    HyphaClient provider = client(options().clientId("provider"));
    provider.register("tools", Tools.class, new ToolsImpl(), Map.of()).join();
    Tools tools = beside(provider, "consumer").service("tools", Tools.class);
    double[] values = IntStream.range(0, 600_000).mapToDouble(i -> i / 3.0).toArray();
    NdArray twice = tools.twice(NdArray.of(values, 600, 1000));
    assertArrayEquals(new int[] {600, 1000}, twice.shape());
    assertArrayEquals(Arrays.stream(values).map(v -> v * 2).toArray(), twice.toDoubles());
  }

  @Test
  void eventsReachWhoeverSubscribed() throws Exception {
    HyphaClient one = client(options().clientId("one"));
    HyphaClient other = beside(one, "other");
    BlockingQueue<Event> heard = new ArrayBlockingQueue<>(10);
    other.on("progress", heard::add);
    other.subscribe("progress").get();
    one.emit("progress", "*", Map.of("percent", 40));
    Event event = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertEquals(Map.of("percent", 40L), event.data());
    assertEquals(one.workspace() + "/one", event.from());

    BlockingQueue<Event> gone = new ArrayBlockingQueue<>(10);
    one.on("client_disconnected", gone::add);
    other.close();
    Event disconnected = gone.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertEquals("other", ((Map<?, ?>) disconnected.data()).get("id"));
  }

  @Test
  void refusalCarriesTheServersWords() {
    HyphaClientException token =
        assertThrows(HyphaClientException.class, () -> client(options().token("this-is-no-token")));
    assertEquals(HyphaClientException.Kind.REFUSED, token.kind());
    assertTrue(token.getMessage().startsWith("Authentication error"), token::getMessage);
    HyphaClientException workspace =
        assertThrows(HyphaClientException.class, () -> client(options().workspace("not-mine")));
    assertEquals(HyphaClientException.Kind.REFUSED, workspace.kind());
    assertTrue(workspace.getMessage().contains("not-mine"), workspace::getMessage);
  }

  @Test
  void secondClientOfTheSameNameIsRefused() {
    HyphaClient first = client(options().clientId("twin"));
    HyphaClientException refusal =
        assertThrows(HyphaClientException.class, () -> beside(first, "twin"));
    assertTrue(refusal.getMessage().contains("already exists"), refusal::getMessage);
    assertTrue(first.isConnected());
  }

  @Test
  void absentServiceIsAnErrorForCaller() {
    HyphaClient client = client(options());
    RpcException failure =
        assertThrows(RpcException.class, () -> client.service("there-is-no-such"));
    assertTrue(failure.getMessage().contains("there-is-no-such"), failure::getMessage);
    ExecutionException later =
        assertThrows(ExecutionException.class, () -> client.getService("no-such-either").get());
    assertTrue(later.getCause().getMessage().contains("no-such-either"));
  }

  @Test
  void lostConnectionComesBackWithItsServices() throws Exception {
    TcpProxy proxy = closing(new TcpProxy(java.net.URI.create(url())));
    BlockingQueue<String> news = new ArrayBlockingQueue<>(10);
    ConnectionListener listener =
        new ConnectionListener() {
          @Override
          public void disconnected(String reason) {
            news.add("disconnected");
          }

          @Override
          public void reconnected() {
            news.add("reconnected");
          }
        };
    HyphaClient provider =
        client(
            HyphaClientOptions.builder(proxy.url())
                .clientId("provider")
                .listener(listener)
                .reconnect(new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(2), 50)));
    provider.register("tools", Tools.class, new ToolsImpl(), Map.of()).join();
    HyphaClient consumer = beside(provider, "consumer");
    CountDownLatch never = new CountDownLatch(1);
    consumer
        .register(
            Service.builder("slow")
                .function("wait", call -> never.await(60, TimeUnit.SECONDS))
                .function("quick", call -> "done")
                .build())
        .join();
    RemoteService slow = provider.service("slow");
    CompletableFuture<Object> inFlight = slow.call("wait");

    proxy.cut();
    ExecutionException lost =
        assertThrows(
            ExecutionException.class, () -> inFlight.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertEquals(RpcException.Kind.PEER_GONE, ((RpcException) lost.getCause()).kind());
    // A call that is made while offline waits, and a function from before goes on working.
    assertEquals("done", slow.call("quick").get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertEquals("disconnected", news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertEquals("reconnected", news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertEquals(5, consumer.service("provider:tools", Tools.class).add(2, 3));
    never.countDown();
  }

  @Test
  void pythonAndJavaCallEachOther() throws Exception {
    Python.whatIsMissing()
        .ifPresent(
            why -> {
              System.out.println("[itest.client] SKIPPED, no Python client: " + why);
              Assumptions.abort(why);
            });
    HyphaClient java = client(options().clientId("java"));
    java.register("tools", Tools.class, new ToolsImpl(), Map.of()).join();
    Program python =
        closing(
            Program.start(
                "python",
                List.of(
                    Python.command(),
                    Python.resource("other_side.py").toString(),
                    url(),
                    java.workspace(),
                    java.manager().generateToken(),
                    "java:tools")));
    assertEquals(5, said(python, "add").get("add").asInt());
    JsonNode twice = said(python, "shape");
    assertEquals("[500,1000]", twice.get("shape").toString());
    assertEquals("float64", twice.get("dtype").asText());
    assertTrue(twice.get("equal").asBoolean());
    assertEquals("HELLO?", said(python, "back").get("back").asText());
    assertEquals("[0,1,2,3]", said(python, "numbers").get("numbers").toString());
    assertTrue(said(python, "error").get("error").asBoolean());

    RemoteService service = java.service("python:in-python");
    InPython typed = service.as(InPython.class);
    Map<String, Object> value = Map.of("a", List.of(1L, 2.5, "x"), "b", Map.of("c", true));
    assertEquals(value, typed.echo(value));
    assertEquals("YES!", typed.callBack(String::toUpperCase, "yes"));
    double[] values = IntStream.range(0, 400_000).asDoubleStream().toArray();
    NdArray scaled = typed.scale(NdArray.of(values, 400, 1000), 3);
    assertEquals("float64", scaled.dtype());
    assertArrayEquals(new int[] {400, 1000}, scaled.shape());
    assertArrayEquals(Arrays.stream(values).map(v -> v * 3).toArray(), scaled.toDoubles());
    RpcException failure = assertThrows(RpcException.class, () -> typed.fail("bad day"));
    assertTrue(failure.getMessage().contains("bad day"), failure::getMessage);
    try (RemoteGenerator counting = (RemoteGenerator) service.call("count", 3).get()) {
      assertEquals(
          List.of(Map.of("i", 0L), Map.of("i", 1L), Map.of("i", 2L)), counting.stream().toList());
    }
    NdArray named =
        (NdArray)
            service
                .call("scale", List.of(NdArray.of(new float[] {1, 2}, 2)), Map.of("factor", 2))
                .get();
    assertArrayEquals(new double[] {2, 4}, named.toDoubles());

    python.close();
    RpcException gone = assertThrows(RpcException.class, () -> typed.echo("anybody?"));
    assertTrue(
        gone.kind() == RpcException.Kind.PEER_GONE || gone.kind() == RpcException.Kind.TIMEOUT,
        gone::toString);
  }

  private static JsonNode said(Program python, String field) throws Exception {
    return JSON.readTree(
        python.line(Duration.ofSeconds(60), line -> line.startsWith("{\"" + field + "\"")));
  }

  @Test
  void closeLeavesNoThread() {
    HyphaClient.open(options().build()).close(); // what the JDK starts once for all
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    HyphaClient client = HyphaClient.open(options().clientId("passing-by").build());
    client.register("tools", Tools.class, new ToolsImpl(), Map.of()).join();
    assertFalse(threads(before, "passing-by").isEmpty());
    client.close();
    assertEquals(List.of(), threads(before, "passing-by"));
    client = null;
    Eventually.get("no thread", PATIENCE, () -> threads(before, ""), List::isEmpty);
  }

  private static List<String> threads(Set<Thread> before, String part) {
    System.gc(); // before Java 21 this is what ends an HTTP client
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.contains(part))
        .toList();
  }
}
