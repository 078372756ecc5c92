package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackpressureTest {
  private final TestHub hub = new TestHub();
  private TestClient reader;
  private TestClient sender;
  private TestClient bystander;

  @BeforeEach
  void connect() {
    reader = hub.clientB(TestHub.hello("reader"));
    reader.offer("s", "public", "f", call -> call.args().get(0));
    sender = hub.clientA("sender", Map.of());
    bystander = hub.clientB(TestHub.hello("bystander"));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Object call(TestClient from) {
    return from.ask(reader.peer.address(), "services.s.f", "x");
  }

  @Test
  void whoSendsTooMuchIsReadNoMoreUntilTheReaderHasCaughtUp() {
    call(sender);
    assertFalse(sender.paused);
    reader.queue(1001);
    assertEquals("x", call(sender));
    assertTrue(sender.paused);
    assertFalse(bystander.paused);
    assertFalse(reader.paused);
    reader.queue(251);
    assertTrue(sender.paused);
    reader.queue(250);
    assertFalse(sender.paused);
    hub.timer.elapse();
    assertNull(reader.closeCode);
  }

  @Test
  void aReaderThatDoesNotCatchUpIsDroppedAndItsSendersGoOn() {
    reader.queue(1001);
    call(sender);
    hub.timer.elapse();
    assertEquals(1006, reader.closeCode);
    assertFalse(sender.paused);
    assertEquals("hi", sender.manager("echo", "hi"));
    assertEquals(1, figure("mycel_hub_slow_readers_dropped_total"));
    assertEquals(1, figure("mycel_hub_senders_paused_total"));
  }

  @Test
  void aReaderOfMuchThatReadsOnIsWaitedForAndHoldsNobodyUpForLong() {
    reader.queue(9000);
    call(sender);
    reader.written += 63;
    hub.timer.elapse();
    assertNull(reader.closeCode);
    assertFalse(sender.paused);
    call(sender);
    assertTrue(sender.paused);
    reader.written += 62;
    hub.timer.elapse();
    assertNull(reader.closeCode);
    hub.timer.elapse();
    assertEquals(1006, reader.closeCode);
  }

  @Test
  void aReaderThatStopsIsDroppedThoughNobodySendsToItAnyMore() {
    reader.queue(1001);
    call(sender);
    reader.written += 63;
    hub.timer.elapse();
    hub.timer.elapse();
    assertEquals(1006, reader.closeCode);
    assertFalse(sender.paused);
  }

  @Test
  void whoWaitsForTwoReadersWaitsForBoth() {
    TestClient other = hub.clientB(TestHub.hello("other"));
    other.offer("s", "public", "f", call -> 1);
    reader.queue(2000);
    other.queue(2000);
    call(sender);
    sender.ask(other.peer.address(), "services.s.f");
    reader.queue(0);
    assertTrue(sender.paused);
    other.queue(0);
    assertFalse(sender.paused);
  }

  @Test
  void aHubThatGoesLeavesNobodyPausedAndLeavesThoseAloneWhomTheNextOnePauses() {
    reader.queue(1001);
    call(sender);
    assertTrue(sender.paused);
    hub.core.backpressure().close();
    assertFalse(sender.paused);
    hub.timer.elapse();
    assertNull(reader.closeCode);
    sender.pauseReading();
    reader.queue(0);
    assertTrue(sender.paused);
  }

  @Test
  void aClientOfThisJvmIsToldAtOnce() {
    User user =
        new User("java", List.of(), false, null, null, Map.of("lab", Permission.ADMIN), null);
    Peer java = hub.hub.connect("lab", "j", user);
    reader.queue(1001);
    RemoteFunction f =
        new RemoteFunction(
            java, reader.peer.address(), "services.s.f", RemoteFunction.Promise.COMPACT, Map.of());
    RpcException e = assertThrows(RpcException.class, () -> TestClient.get(f.call("x")));
    assertTrue(e.getMessage().contains("does not accept messages"), e.getMessage());
    reader.queue(0);
    assertEquals("x", TestClient.get(f.call("x")));
  }

  @Test
  void whoSendsEventsToASlowSubscriberWaitsToo() {
    String token = (String) reader.manager("generate_token");
    TestClient mate = hub.clientB(TestHub.hello("mate", null, token, null));
    reader.manager("subscribe", List.of("news"));
    reader.queue(1001);
    hub.core
        .desk()
        .received(
            mate,
            hub.engine.pack(Map.of("type", "news", "to", "*")),
            io.mycel.api.transport.Lease.NONE);
    assertTrue(mate.paused);
  }

  @Test
  void theNextHubReadsFromThoseWhomTheLastOneHeldBack() {
    reader.queue(1001);
    call(sender);
    assertTrue(sender.paused);
    try (TestHub next = new TestHub()) {
      next.core.desk().takeOver(List.of(sender, reader));
    }
    assertFalse(sender.paused);
  }

  private double figure(String name) {
    return hub.core.traffic().read().stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(sample -> sample.value())
        .sum();
  }
}
