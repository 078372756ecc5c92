package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.Resident;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Lease;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients of this JVM have begun goes on when another hub takes over. */
class ResidentsTest {
  private static final User USER =
      new User("u", List.of(), false, null, null, Map.of("lab", Permission.READ_WRITE), null);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int LARGE = 1_000_000;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final TestHub first = new TestHub();
  private TestHub next;
  private final TestClient client = first.clientB(TestHub.hello("client"));
  private final Peer java = first.hub.connect("lab", "java", USER);
  private final CompletableFuture<Object> work = new CompletableFuture<>();

  @AfterEach
  void close() {
    workers.shutdownNow();
    first.close();
    if (next != null) {
      next.close();
    }
  }

  private void offer(RpcFunction function) {
    TestClient.get(
        java.register(Service.builder("s").visibility("public").function("f", function).build())
            .thenApply(done -> (Object) ""));
  }

  private CompletableFuture<Object> call(Object... args) {
    return new RemoteFunction(
            client.peer, "lab/java", "services.s.f", RemoteFunction.Promise.COMPACT, Map.of())
        .call(args);
  }

  private void swap() {
    first.leave(workers, LONG);
    next = first.next(client);
  }

  @Test
  void answerOfACallUnderWayComesThroughTheNextHub() {
    offer(call -> work);
    CompletableFuture<Object> call = call();
    swap();
    assertFalse(call.isDone());
    work.complete("done");
    assertEquals("done", TestClient.get(call));
  }

  @Test
  void answerWhileThereIsNoHubWaitsForTheNext() {
    offer(call -> work);
    CompletableFuture<Object> call = call();
    first.leave(workers, LONG);
    work.complete("done");
    assertFalse(call.isDone());
    next = first.next(client);
    assertEquals("done", TestClient.get(call));
  }

  @Test
  void longCallThatHasArrivedInPartIsPutTogetherAtTheNextHub() {
    offer(call -> ((ByteBuffer) call.args().get(0)).remaining());
    client.hold();
    CompletableFuture<Object> call = call(ByteBuffer.allocate(LARGE));
    // the pieces that may be on their way at once arrive at the one hub, what follows at the other
    client.letGoUntil(frame -> frame.contains("message_cache.set"));
    assertFalse(call.isDone());
    swap();
    client.letGo();
    assertEquals((long) LARGE, TestClient.get(call));
  }

  @Test
  void longAnswerThatWasSentInPartIsSentToItsEnd() {
    offer(call -> ByteBuffer.allocate(LARGE));
    CompletableFuture<Object> call = call();
    assertEquals(LARGE, ((ByteBuffer) TestClient.get(call)).remaining());
    // once more, and its pieces are confirmed to the next hub
    call = callThenHold();
    assertFalse(call.isDone());
    swap();
    client.letGo();
    assertEquals(LARGE, ((ByteBuffer) TestClient.get(call)).remaining());
  }

  private CompletableFuture<Object> callThenHold() {
    CompletableFuture<Object> release = new CompletableFuture<>();
    offer(call -> release.thenApply(done -> ByteBuffer.allocate(LARGE)));
    CompletableFuture<Object> call = call();
    client.hold();
    release.complete(null);
    return call;
  }

  @Test
  void callbackOfACallerIsCalledThroughTheNextHub() {
    List<RemoteFunction> callbacks = new ArrayList<>();
    offer(
        call -> {
          callbacks.add((RemoteFunction) call.args().get(0));
          return work;
        });
    RpcFunction callback = call -> "called with " + call.args().get(0);
    CompletableFuture<Object> call = call(callback);
    swap();
    assertEquals("called with 7", TestClient.get(callbacks.get(0).call(7L)));
    work.complete("done");
    assertEquals("done", TestClient.get(call));
  }

  @Test
  void callbackOfAJavaClientIsCalledThroughTheNextHub() {
    List<RemoteFunction> callbacks = new ArrayList<>();
    client.offer(
        "s",
        "public",
        "f",
        call -> {
          callbacks.add((RemoteFunction) call.args().get(0));
          return work;
        });
    RpcFunction callback = call -> "called with " + call.args().get(0);
    CompletableFuture<Object> call =
        java.function(client.peer.address(), "services.s.f").call(callback);
    swap();
    assertEquals("called with 7", TestClient.get(callbacks.get(0).call(7L)));
    work.complete("done");
    assertEquals("done", TestClient.get(call));
  }

  @Test
  void generatorGoesOnWhereItWas() {
    offer(call -> IntStream.range(0, 4).boxed().iterator());
    RemoteGenerator numbers = (RemoteGenerator) TestClient.get(call());
    assertEquals(0L, TestClient.get(numbers.function().call()));
    assertEquals(1L, TestClient.get(numbers.function().call()));
    swap();
    assertEquals(2L, TestClient.get(numbers.function().call()));
    assertEquals(3L, TestClient.get(numbers.function().call()));
    assertEquals(Map.of("_rtype", "stop_iteration"), TestClient.get(numbers.function().call()));
  }

  @Test
  void requestOfHttpIsAnsweredThroughTheNextHub() throws Exception {
    client.offer("s", "public", "f", call -> work);
    CompletableFuture<Object> request =
        first
            .hub
            .call(Gateways.ANONYMOUS, client.peer.workspace(), "client:s", "f", List.of(), Map.of())
            .toCompletableFuture();
    swap();
    work.complete("done");
    assertEquals("done", request.get(10, TimeUnit.SECONDS));
    // it is the same helper that goes on
    String helpers = "http-";
    assertEquals(
        1,
        next.core.directory().clients().stream()
            .filter(entry -> entry.client().id().startsWith(helpers))
            .count());
    next.hub.call(
        Gateways.ANONYMOUS, client.peer.workspace(), "client:s", "f", List.of(), Map.of());
    assertEquals(
        1,
        next.core.directory().clients().stream()
            .filter(entry -> entry.client().id().startsWith(helpers))
            .count());
  }

  @Test
  void hubThatHasStoppedBeginsNothing() {
    client.offer("s", "public", "f", call -> work);
    swap();
    for (Runnable begin :
        List.<Runnable>of(
            () -> first.hub.connect("lab", "late", USER),
            () -> first.hub.service(USER, client.peer.workspace(), "client:s"),
            () ->
                first.hub.call(USER, client.peer.workspace(), "client:s", "f", List.of(), Map.of()),
            () -> first.core.gateways().peer("elsewhere"))) {
      assertEquals(HubException.Kind.STOPPED, assertThrows(HubException.class, begin::run).kind());
    }
  }

  @Test
  void callThatArrivesAsTheHubGoesIsRunByTheNext() {
    offer(call -> "run");
    // as if the old hub were still about to hand it over
    ByteBuffer main =
        first.engine.pack(
            Map.of(
                "type",
                "method",
                "from",
                client.peer.address(),
                "to",
                "lab/java",
                "method",
                "services.s.f",
                "session",
                "x",
                "ws",
                client.peer.workspace()));
    ByteBuffer extra = first.engine.pack(Map.of("args", List.of(), "promise", "*"));
    Resident resident = first.residents.find("lab/java").orElseThrow();
    first.leave(workers, LONG);
    first.engine.receive(resident.peer(), main, extra, Lease.NONE);
    assertEquals(1, resident.peer().conversation().running().size());
    next = first.next(client);
    assertEquals(0, resident.peer().conversation().running().size());
    assertTrue(
        client.mains.stream().anyMatch(answer -> "x.resolve".equals(answer.get("method"))),
        () -> client.mains.toString());
  }

  @Test
  void whatIsSentWhileThereIsNoHubArrivesInItsOrder() {
    List<Object> arrived = new ArrayList<>();
    client.offer("s", "public", "f", call -> arrived.add(call.args().get(0)));
    RemoteFunction function = java.function(client.peer.address(), "services.s.f");
    function.call(0L);
    first.leave(workers, LONG);
    for (long n = 1; n < 100; n++) {
      function.call(n);
    }
    assertEquals(List.of(0L), arrived);
    next = first.next(client);
    function.call(100L);
    assertEquals(IntStream.rangeClosed(0, 100).mapToObj(n -> (Object) (long) n).toList(), arrived);
  }

  @Test
  void whatWaitsForAHubIsBounded() {
    first.leave(workers, LONG);
    ByteBuffer piece = ByteBuffer.allocate(200_000);
    int taken = 0;
    while (java.link().send(piece.duplicate(), ByteBuffer.allocate(0))) {
      assertTrue(++taken < 1000, "without end");
    }
    assertEquals(83, taken);
  }

  @Test
  void ifNoHubComesWhoWaitsIsToldAndThreadsEnd() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    workers.execute(
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    client.offer("s", "public", "f", call -> work);
    CompletableFuture<Object> call = java.function(client.peer.address(), "services.s.f").call();
    CountDownLatch over = new CountDownLatch(1);
    first.residents.onOver(
        MethodHandles.publicLookup()
            .findVirtual(CountDownLatch.class, "countDown", MethodType.methodType(void.class))
            .bindTo(over));
    first.leave(workers, Duration.ofMillis(1));
    RpcException told = assertThrows(RpcException.class, () -> TestClient.get(call));
    assertTrue(told.getMessage().contains("the hub has stopped"), told::getMessage);
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    assertTrue(over.await(10, TimeUnit.SECONDS));
    assertFalse(first.residents.served(this));
    assertThrows(
        RpcException.class,
        () -> TestClient.get(java.function("lab/other", "services.s.f").call()));
  }

  @Test
  void threadsOfAHubThatIsFollowedAreLeftAlone() throws Exception {
    CompletableFuture<String> running = new CompletableFuture<>();
    CountDownLatch release = new CountDownLatch(1);
    workers.execute(
        () -> {
          try {
            release.await();
            running.complete("to its end");
          } catch (InterruptedException e) {
            running.complete("interrupted");
          }
        });
    first.leave(workers, Duration.ofMillis(1));
    next = first.next(client);
    CompletableFuture<Object> later = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)
        .execute(() -> later.complete(null));
    later.get(10, TimeUnit.SECONDS);
    release.countDown();
    assertEquals("to its end", running.get(10, TimeUnit.SECONDS));
  }

  @Test
  void bundleThatConnectsAgainIsGivenItsClient() {
    swap();
    assertSame(java, next.hub.connect("lab", "java", USER));
    // and from then on its name is taken
    assertThrows(HubException.class, () -> next.hub.connect("lab", "java", USER));
  }

  @Test
  void bundleThatHasEndedItsClientIsGivenAnother() {
    swap();
    java.close("not needed any more");
    Peer again = next.hub.connect("lab", "java", USER);
    assertNotSame(java, again);
    assertEquals(
        "hi", TestClient.get(again.function("*/manager-1", "services.default.echo").call("hi")));
  }

  @Test
  void nobodyElseIsGivenTheClientOfAnother() {
    swap();
    User other = new User("other", List.of(), false, null, null, Map.of(), null);
    HubException taken =
        assertThrows(HubException.class, () -> next.hub.connect("lab", "java", other));
    assertEquals(HubException.Kind.CONFLICT, taken.kind());
  }

  @Test
  void clientThatEndsWhileThereIsNoHubDoesNotComeBack() {
    first.leave(workers, LONG);
    java.close("the bundle stops");
    next = first.next(client);
    assertNull(next.core.directory().client("lab/java"));
  }

  @Test
  void servicesOfAJavaClientStayListed() {
    offer(call -> "here");
    swap();
    assertEquals(
        List.of("lab/java:s"),
        next.hub.services(USER, "lab").stream().map(ServiceInfo::id).toList());
    assertEquals("here", TestClient.get(call()));
  }
}
