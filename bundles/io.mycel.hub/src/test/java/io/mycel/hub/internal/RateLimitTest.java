package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.transport.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RateLimitTest {
  private static final int BURST = 20;

  private Instant now = Instant.parse("2024-01-01T00:00:00Z");
  private final TestHub hub = new TestHub(new RateLimit(10, BURST), () -> now);
  private final AtomicInteger served = new AtomicInteger();
  private TestClient provider;

  @BeforeEach
  void connect() {
    provider = hub.clientB(TestHub.hello("provider"));
    provider.offer("s", "public", "f", call -> served.incrementAndGet());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private int call(TestClient from) {
    return ((Number) from.ask(provider.peer.address(), "services.s.f")).intValue();
  }

  /** Calls until the hub refuses one; no time passes. */
  private RpcException exhaust(TestClient from) {
    return assertThrows(
        RpcException.class,
        () -> {
          for (int i = 0; i <= BURST; i++) {
            call(from);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> oneCallTooManyIsRejectedAndTheClientStays() {
    return Stream.of("A", "B")
        .map(
            generation ->
                DynamicTest.dynamicTest(
                    "generation " + generation,
                    () ->
                        floods(
                            generation.equals("A")
                                ? hub.clientA("flood", Map.of())
                                : hub.clientB(TestHub.hello("flood")))));
  }

  private void floods(TestClient flood) {
    TestClient innocent = hub.clientB(TestHub.hello("innocent-" + flood.peer.workspace()));
    now = now.plusSeconds(60);
    int before = served.get();
    double rejected = figure("rate_limit");
    RpcException e = exhaust(flood);
    assertEquals(BURST, served.get() - before);
    assertTrue(e.getMessage().contains("Client " + flood.peer.address()), e.getMessage());
    assertTrue(e.getMessage().contains("10 a second and 20 at once"), e.getMessage());
    assertTrue(e.getMessage().contains("raise maxMessagesPerSecond of io.mycel.hub"));
    assertThrows(RpcException.class, () -> flood.manager("echo", "the manager has a limit too"));
    assertEquals(before + BURST + 1, call(innocent), "others have their own");
    assertNull(flood.closeCode);
    now = now.plusMillis(100);
    assertEquals(before + BURST + 2, call(flood), "a tenth of a second is one more call");
    assertThrows(RpcException.class, () -> call(flood));
    assertNull(flood.closeCode);
    assertFalse(flood.paused);
    assertEquals(rejected + 3, figure("rate_limit"));
  }

  @Test
  void theBurstIsAllThatASilenceEarns() {
    TestClient flood = hub.clientB(TestHub.hello("flood"));
    now = now.plus(Duration.ofDays(300));
    exhaust(flood);
    assertEquals(BURST, served.get());
  }

  @Test
  void aClockThatIsSetBackGivesNothingAndTakesNothing() {
    TestClient flood = hub.clientB(TestHub.hello("flood"));
    now = now.plusSeconds(60);
    call(flood);
    now = now.minusSeconds(3600);
    exhaust(flood);
    assertEquals(BURST, served.get());
    now = now.plusMillis(100);
    call(flood);
  }

  @Test
  void answersOfAClientThatHasSpentItsShareArrive() {
    TestClient caller = hub.clientA("caller", Map.of());
    now = now.plusSeconds(60);
    for (int i = 0; i < BURST; i++) {
      provider.manager("echo", i);
    }
    assertThrows(RpcException.class, () -> provider.manager("echo", "one more"));
    for (int i = 1; i <= BURST; i++) {
      assertEquals(i, call(caller));
    }
    assertFalse(provider.paused);
  }

  @Test
  void whatNobodyWouldBeToldOfIsDelivered() {
    TestClient flood = hub.clientB(TestHub.hello("flood"));
    now = now.plusSeconds(60);
    exhaust(flood);
    Map<String, String> main =
        Map.of("type", "method", "to", provider.peer.address(), "method", "services.s.f");
    hub.core.desk().received(flood, hub.engine.pack(main), Lease.NONE);
    assertEquals(BURST + 1, served.get(), "a call that wants no answer");
    String ofBuiltIn = "services.built-in.ping";
    assertEquals("pong", flood.ask(provider.peer.address(), ofBuiltIn, "ping"));
  }

  @Test
  void whoOwesMoreThanABurstIsReadNoMoreUntilItHasPaid() {
    TestClient mate = mateOfProvider();
    provider.manager("subscribe", List.of("news"));
    now = now.plusSeconds(60);
    for (int i = 0; i < 2 * BURST; i++) {
      event(mate);
    }
    assertFalse(mate.paused);
    event(mate);
    assertTrue(mate.paused);
    event(mate);
    assertEquals(2 * BURST + 2, provider.events.size(), "no event is lost");
    assertEquals(1, figure("senders_paused"));
    hub.timer.elapse();
    assertFalse(mate.paused);
    assertNull(mate.closeCode);
  }

  @Test
  void aClientOfThisJvmHasNoLimit() {
    User user =
        new User("java", List.of(), false, null, null, Map.of("lab", Permission.ADMIN), null);
    RemoteFunction f =
        new RemoteFunction(
            hub.hub.connect("lab", "j", user),
            provider.peer.address(),
            "services.s.f",
            RemoteFunction.Promise.COMPACT,
            Map.of());
    now = now.plusSeconds(60);
    for (int i = 1; i <= 3 * BURST; i++) {
      assertEquals((long) i, TestClient.get(f.call()));
      now = now.plusMillis(50);
    }
  }

  @Test
  void aLimitWithoutABurstIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new RateLimit(5, 0));
    assertTrue(e.getMessage().contains("maxMessageBurst at least 1"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new RateLimit(-1, 10));
  }

  private TestClient mateOfProvider() {
    String token = (String) provider.manager("generate_token");
    return hub.clientB(TestHub.hello("mate", null, token, null));
  }

  private void event(TestClient from) {
    hub.core.desk().received(from, hub.engine.pack(Map.of("type", "news", "to", "*")), Lease.NONE);
  }

  /** The sum of the counters whose name or reason contains a text. */
  private double figure(String text) {
    return hub.core.traffic().read().stream()
        .filter(sample -> (sample.name() + sample.labels()).contains(text))
        .mapToDouble(sample -> sample.value())
        .sum();
  }
}
