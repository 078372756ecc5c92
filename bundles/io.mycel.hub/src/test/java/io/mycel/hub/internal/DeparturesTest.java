package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients go: what it takes, and who learns of it. */
class DeparturesTest {
  private static final int MANY = 300;

  private final TestHub hub = new TestHub();
  private final TestClient owner = hub.clientB(TestHub.hello("owner"));
  private final String token = (String) owner.manager("generate_token");

  @AfterEach
  void close() {
    hub.close();
  }

  private TestClient mate(String id) {
    return hub.clientB(TestHub.hello(id, null, token, null));
  }

  private static CompletableFuture<Object> call(TestClient caller, TestClient provider) {
    return new RemoteFunction(
            caller.peer,
            provider.peer.address(),
            "services.s.never",
            RemoteFunction.Promise.COMPACT,
            Map.of())
        .call();
  }

  private double figure(String name) {
    return hub.core.traffic().read().stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(sample -> sample.value())
        .sum();
  }

  private static List<Object> gone(TestClient listener) {
    return listener.events.stream()
        .map(event -> ((Map<?, ?>) event.get("data")).get("id"))
        .toList()
        .stream()
        .map(Object.class::cast)
        .toList();
  }

  @Test
  void manySubscribersThatGoTogetherAreNotToldOfEachOther() {
    owner.manager("subscribe", List.of("client_disconnected"));
    List<TestClient> mates = IntStream.range(0, MANY).mapToObj(i -> mate("m" + i)).toList();
    mates.forEach(each -> each.manager("subscribe", List.of("client_disconnected")));
    mates.forEach(each -> each.vanish(1000));
    hub.timer.elapse();
    assertEquals(IntStream.range(0, MANY).mapToObj(i -> (Object) ("m" + i)).toList(), gone(owner));
    assertEquals(MANY, figure("mycel_hub_events_delivered_total"));
  }

  @Test
  void whoeverStaysIsToldOfEachInItsOrder() {
    owner.manager("subscribe", List.of("client_disconnected"));
    TestClient first = mate("first");
    TestClient second = mate("second");
    first.vanish(1000);
    second.vanish(1000);
    assertEquals(List.of(), gone(owner));
    // the same name again: the others must not take its successor for gone
    mate("first");
    assertEquals(List.of("first", "second"), gone(owner));
    hub.timer.elapse();
    assertEquals(List.of("first", "second"), gone(owner));
  }

  @Test
  void onlyThoseWhoHaveCalledAClientAreLookedAtWhenItGoes() {
    List<TestClient> providers = new ArrayList<>();
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      TestClient provider = mate("p" + i);
      provider.peer.services().clear();
      provider.offer("s", "public", "never", call -> new CompletableFuture<>());
      providers.add(provider);
      calls.add(call(mate("c" + i), provider));
    }
    providers.forEach(each -> each.vanish(1006));
    for (CompletableFuture<Object> each : calls) {
      RpcException told = assertThrows(RpcException.class, () -> TestClient.get(each));
      assertEquals(RpcException.Kind.PEER_GONE, told.kind());
    }
    assertEquals(MANY, figure("mycel_hub_calls_looked_for_total"));
  }

  @Test
  void whoCallsManyIsToldOfEach() {
    TestClient caller = mate("caller");
    List<TestClient> providers = new ArrayList<>();
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      TestClient provider = mate("p" + i);
      provider.offer("s", "public", "never", call -> new CompletableFuture<>());
      providers.add(provider);
      calls.add(call(caller, provider));
    }
    providers.forEach(each -> each.vanish(1006));
    calls.forEach(each -> assertTrue(each.isCompletedExceptionally()));
  }

  @Test
  void callersOfAClientThatCameBackAreToldWhenItGoes() {
    TestClient provider = mate("provider");
    provider.offer("s", "public", "never", call -> new CompletableFuture<>());
    String back = provider.text(0).path("reconnection_token").asText();
    TestClient caller = mate("caller");
    CompletableFuture<Object> call = call(caller, provider);
    TestClient again =
        hub.clientB(TestHub.hello("provider", provider.peer.workspace(), null, back));
    assertFalse(call.isDone());
    again.vanish(1006);
    assertTrue(call.isCompletedExceptionally());
  }

  @Test
  void callerThatCameBackLearnsWhoHasGoneMeanwhile() {
    TestClient provider = mate("provider");
    provider.offer("s", "public", "never", call -> new CompletableFuture<>());
    TestClient caller = mate("caller");
    String back = caller.text(0).path("reconnection_token").asText();
    CompletableFuture<Object> call = call(caller, provider);
    caller.vanish(1006);
    provider.vanish(1000);
    assertFalse(call.isDone());
    TestClient again = hub.clientB(TestHub.hello("caller", caller.peer.workspace(), null, back));
    assertTrue(
        again.mains.stream()
            .anyMatch(main -> String.valueOf(main.get("method")).endsWith(".reject")));
  }

  @Test
  void callersThatHaveGoneAreForgotten() {
    Callers callers = new Callers();
    for (int i = 0; i < 10_000; i++) {
      int now = i;
      callers.add("c" + i, address -> Integer.parseInt(address.substring(1)) > now - 10);
    }
    assertTrue(callers.all().size() <= 64, callers.all().size() + " callers");
    assertTrue(callers.all().contains("c9999"));
  }

  @Test
  void faultsOfOneClientAreWorthFewLines() {
    Complaints complaints = new Complaints();
    assertEquals(
        List.of(1L, 2L, 3L, 4L, 5L, 8L, 16L, 32L, 64L, 128L, 256L, 512L),
        IntStream.range(0, 1000).mapToObj(i -> complaints.next()).filter(n -> n > 0).toList());
  }
}
