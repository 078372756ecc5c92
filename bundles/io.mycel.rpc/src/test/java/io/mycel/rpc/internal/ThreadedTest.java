package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two peers with the real clock, a thread for each direction and one worker each. */
@Timeout(60)
class ThreadedTest {
  public interface Lab {
    int apply(IntUnaryOperator operator, int value);

    boolean run(TypedProxyTest.Progress progress);

    int length(java.io.InputStream stream) throws java.io.IOException;
  }

  private final List<ExecutorService> executors = new ArrayList<>();
  private final CoreRpc engine = new CoreRpc(RpcLimits.defaults());
  private final Peer[] peers = new Peer[2];

  ThreadedTest() {
    peers[0] = peer("provider", 1);
    peers[1] = peer("consumer", 0);
  }

  private Peer peer(String name, int other) {
    ExecutorService wire = executor("wire-" + name);
    return new Peer(
        "ws",
        name,
        (head, tail) -> {
          wire.execute(() -> engine.receive(peers[other], head, tail, Lease.NONE));
          return true;
        },
        executor("worker-" + name),
        engine);
  }

  private ExecutorService executor(String name) {
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executors.add(executor);
    return executor;
  }

  @AfterEach
  void stop() {
    executors.forEach(ExecutorService::shutdownNow);
    engine.close();
  }

  private RemoteService service(String id) {
    return RemoteService.of(
        (Map<?, ?>)
            peers[1].function("ws/provider", "services.built-in.get_service").call(id).join());
  }

  @Test
  void whatNeverWaitsIsCalledByTheThreadThatReads() {
    RpcFunction mayWait =
        call -> CompletableFuture.completedFuture(Thread.currentThread().getName());
    RpcFunction never =
        new RpcFunction() {
          @Override
          public Object call(Call call) throws Exception {
            return mayWait.call(call);
          }

          @Override
          public boolean asynchronous() {
            return true;
          }
        };
    peers[0]
        .services()
        .put(
            "threads",
            Service.builder("threads")
                .function("mayWait", mayWait)
                .function("never", never)
                .function("described", never.described("about it", null))
                .function("like", mayWait.like(never))
                .build());
    RemoteService threads = service("threads");
    assertEquals("worker-provider", threads.call("mayWait").join());
    for (String name : List.of("never", "described", "like")) {
      assertEquals("wire-consumer", threads.call(name).join(), name);
    }
  }

  @Test
  void functionsThatWaitForCallbacksNeedNoSecondWorker() throws java.io.IOException {
    peers[0].services().put("lab", Service.of("lab", new TypedProxyTest.JavaLab()));
    Lab lab = service("lab").as(Lab.class);
    assertEquals(49, lab.apply(n -> n * n, 7));
    List<Integer> seen = new ArrayList<>();
    assertTrue(
        lab.run(
            (percent, what) -> {
              seen.add(percent);
              return true;
            }));
    assertEquals(List.of(10, 100), seen);
    assertEquals(500_000, lab.length(new java.io.ByteArrayInputStream(new byte[500_000])));
  }

  @Test
  void answersAreHandedToTheWorker() {
    peers[0].services().put("s", Service.builder("s").function("f", call -> 1L).build());
    RemoteFunction f = peers[1].function("ws/provider", "services.s.f");
    CompletableFuture<String> thread =
        f.call().thenApply(ignored -> Thread.currentThread().getName());
    CompletableFuture<String> nested =
        CompletableFuture.supplyAsync(() -> thread, peers[1].executor()).thenCompose(t -> t);
    String name = nested.join();
    assertFalse(name.startsWith("wire-"), name);
  }

  @Test
  void callsKeepTheirOrder() {
    List<Long> seen = new ArrayList<>();
    peers[0]
        .services()
        .put(
            "s",
            Service.builder("s")
                .function("f", call -> seen.add((Long) call.args().get(0)))
                .build());
    RemoteFunction f = peers[1].function("ws/provider", "services.s.f");
    List<CompletableFuture<Object>> answers = new ArrayList<>();
    for (long i = 0; i < 2000; i++) {
      answers.add(f.call(i));
    }
    answers.forEach(CompletableFuture::join);
    for (int i = 0; i < 2000; i++) {
      assertEquals(i, seen.get(i));
    }
  }

  @Test
  void manyLongMessagesAtOnceArriveWhole() {
    peers[0]
        .services()
        .put("s", Service.builder("s").function("f", call -> call.args().get(0)).build());
    RemoteFunction f = peers[1].function("ws/provider", "services.s.f");
    List<CompletableFuture<Object>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(f.call(NdArray.of(new int[500_000 + i])));
    }
    for (int i = 0; i < 8; i++) {
      assertEquals(500_000 + i, ((NdArray) answers.get(i).join()).size());
    }
    assertTrue(peers[0].conversation().chunked().isEmpty());
    assertEquals(0, peers[0].conversation().chunkedBytes().get());
  }

  @Test
  void theRealClockEndsASilentCall() {
    peers[0]
        .services()
        .put("s", Service.builder("s").function("f", call -> new CompletableFuture<>()).build());
    RemoteFunction missing =
        new RemoteFunction(
            peers[1], "ws/provider", "S.heartbeat", RemoteFunction.Promise.EXPLICIT, Map.of());
    CompletableFuture<Object> answer =
        peers[1].call(
            missing,
            List.of(),
            Map.of(),
            new io.mycel.api.rpc.CallOptions(Duration.ofMillis(50), null));
    RpcException failure = null;
    try {
      answer.get(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      failure = (RpcException) e.getCause();
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("no time-out came", e);
    }
    assertEquals(RpcException.Kind.TIMEOUT, failure == null ? null : failure.kind());
  }

  @Test
  void closingTheEngineEndsItsThread() throws InterruptedException {
    CoreRpc other = new CoreRpc(RpcLimits.defaults());
    CountDownLatch ran = new CountDownLatch(1);
    Thread[] timer = new Thread[1];
    TimerClock clock = new TimerClock();
    clock.after(
        1,
        () -> {
          timer[0] = Thread.currentThread();
          ran.countDown();
        });
    assertTrue(ran.await(10, TimeUnit.SECONDS));
    assertEquals("io.mycel.rpc-timer", timer[0].getName());
    assertTrue(timer[0].isDaemon());
    clock.close();
    timer[0].join(10_000);
    assertFalse(timer[0].isAlive());
    other.close();
  }
}
