package io.mycel.plugins.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Calls of a plugin that is away. */
class StandInTest {
  private final WaitingCalls room = new WaitingCalls(new AbsenceLimits(1000, 4096, 1));
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final StandIn standIn = standIn(room, work::add);

  private static StandIn standIn(WaitingCalls room, Executor executor) {
    RpcFunction gone =
        call -> {
          throw new AssertionError("the version that has gone is called");
        };
    Map<String, Object> schema = Map.of("name", "echo");
    return new StandIn(
        "Echo",
        Map.of(
            "echo",
            gone.described("Says it again.", schema),
            "version",
            7,
            "tools",
            List.of(1, Map.of("twice", gone))),
        room,
        executor);
  }

  private static RpcFunction function(Map<String, Object> members, String... path) {
    return Service.function(members, List.of(path)).orElseThrow();
  }

  private static CompletableFuture<?> call(RpcFunction function, Object... args) throws Exception {
    return (CompletableFuture<?>) function.call(new Call(List.of(args), Map.of(), null));
  }

  private CompletableFuture<?> echo(Object arg) throws Exception {
    return call(function(standIn.members(), "echo"), arg);
  }

  private void work() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  private static String refused(CompletableFuture<?> call) {
    ExecutionException failure = assertThrows(ExecutionException.class, call::get);
    return assertInstanceOf(RpcException.class, failure.getCause()).getMessage();
  }

  @Test
  void looksAsWhatItStandsInFor() {
    RpcFunction echo = function(standIn.members(), "echo");
    assertEquals("Says it again.", echo.doc());
    assertEquals(Map.of("name", "echo"), echo.schema());
    assertEquals(7, standIn.members().get("version"));
    assertTrue(Service.function(standIn.members(), List.of("tools", "1", "twice")).isPresent());
    assertTrue(Service.function(standIn.members(), List.of("tools", "0")).isEmpty());
  }

  @Test
  void callsThatHaveWaitedGoToTheSuccessorInTheirOrder() throws Exception {
    List<Object> seen = new ArrayList<>();
    CompletableFuture<Object> later = new CompletableFuture<>();
    CompletableFuture<?> first = echo("a");
    CompletableFuture<?> second = call(function(standIn.members(), "tools", "1", "twice"), 21);
    CompletableFuture<?> third = echo("c");
    assertEquals(3, room.count());
    RpcFunction echo =
        call -> {
          seen.add(call.args().get(0));
          return call.args().get(0);
        };
    RpcFunction twice =
        call -> {
          seen.add(call.args().get(0));
          return later;
        };
    standIn.handOver(Map.of("echo", echo, "tools", List.of(1, Map.of("twice", twice))));
    assertEquals("a", first.get());
    assertEquals("c", third.get());
    assertFalse(second.isDone());
    later.complete(42);
    assertEquals(42, second.get());
    assertEquals(List.of("a", 21, "c"), seen);
    assertEquals(0, room.count());
  }

  @Test
  void whoComesAfterTheSuccessorIsPassedOn() throws Exception {
    standIn.handOver(Map.of("echo", (RpcFunction) call -> "new " + call.args().get(0)));
    Call call = new Call(List.of("a"), Map.of(), null);
    assertEquals("new a", function(standIn.members(), "echo").call(call));
  }

  @Test
  void failuresOfTheSuccessorReachTheCaller() throws Exception {
    CompletableFuture<?> thrown = echo("a");
    CompletableFuture<?> missing = call(function(standIn.members(), "tools", "1", "twice"), 1);
    RpcFunction fails =
        call -> {
          throw new RpcException(RpcException.Kind.REMOTE, "it broke");
        };
    standIn.handOver(Map.of("echo", fails));
    assertEquals("it broke", refused(thrown));
    assertTrue(refused(missing).startsWith("Method not found: tools.1.twice"), refused(missing));
  }

  @Test
  void successorGetsOnlySoManyAtATime() throws Exception {
    List<CompletableFuture<Object>> open = new ArrayList<>();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    StandIn big = standIn(new WaitingCalls(AbsenceLimits.STANDARD), work::add);
    for (int i = 0; i < 600; i++) {
      answers.add(call(function(big.members(), "echo"), i));
    }
    RpcFunction slow =
        call -> {
          open.add(new CompletableFuture<>());
          return open.get(open.size() - 1);
        };
    big.handOver(Map.of("echo", slow));
    assertEquals(256, open.size());
    open.get(0).complete("one");
    work();
    assertEquals(257, open.size());
    for (int i = 1; i < 600; i++) {
      open.get(i).complete(i);
      work();
    }
    assertEquals("one", answers.get(0).get());
    assertEquals(599, answers.get(599).get());
  }

  @Test
  void anyNumberIsAnsweredAtOnceWithoutDepth() throws Exception {
    StandIn big = standIn(new WaitingCalls(AbsenceLimits.STANDARD), Runnable::run);
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < AbsenceLimits.STANDARD.calls(); i++) {
      answers.add(call(function(big.members(), "echo"), i));
    }
    StandIn over = big;
    RpcException full =
        assertThrows(RpcException.class, () -> call(function(over.members(), "echo"), "one more"));
    assertTrue(full.getMessage().contains("too many calls wait for it"), full.getMessage());
    big.handOver(Map.of("echo", (RpcFunction) call -> call.args().get(0)));
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(i, answers.get(i).get());
    }
  }

  @Test
  void bytesOfAllThatWaitsAreBounded() throws Exception {
    CompletableFuture<?> first = echo(NdArray.of(new byte[3000], 3000));
    RpcException full =
        assertThrows(RpcException.class, () -> echo(NdArray.of(new byte[3000], 3000)));
    assertTrue(full.getMessage().contains("too many calls wait for it"), full.getMessage());
    assertThrows(RpcException.class, () -> echo(Map.of("text", List.of("x".repeat(3000)))));
    standIn.turnAway();
    refused(first);
    standIn.hold();
    echo(NdArray.of(new byte[3000], 3000));
    assertEquals(1, room.count());
  }

  @Test
  void whoHasWaitedForTooLongIsToldWhyAndWhoComesThenAtOnce() throws Exception {
    CompletableFuture<?> waiting = echo("a");
    standIn.because("its runtime has stopped");
    standIn.turnAway();
    String told = "The plugin 'Echo' cannot be called at the moment: its runtime has stopped";
    assertEquals(told, refused(waiting));
    assertEquals(told, assertThrows(RpcException.class, () -> echo("b")).getMessage());
    standIn.hold();
    CompletableFuture<?> again = echo("c");
    standIn.handOver(Map.of("echo", (RpcFunction) call -> call.args().get(0)));
    assertEquals("c", again.get());
  }
}
