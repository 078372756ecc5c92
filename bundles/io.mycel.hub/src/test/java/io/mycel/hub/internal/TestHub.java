package io.mycel.hub.internal;

import io.mycel.api.hub.Residents;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.transport.Admission;
import io.mycel.api.transport.Opening;
import io.mycel.rpc.internal.CoreRpc;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A whole hub without sockets: clients talk to it on the thread of the test. */
final class TestHub implements AutoCloseable {
  static final HubLimits LIMITS =
      new HubLimits(20, 100_000, 120, 100, 30_000, 50, 1000, 3, 2, 256 * 1024);

  static final String CONNECTION_TOKEN = "the-token-of-those-who-run-this-server-0123";

  final CoreRpc engine = new CoreRpc(RpcLimits.defaults());
  final ManualTimer timer = new ManualTimer();
  final HubCore core;
  final HubService hub;
  final Residents residents;

  TestHub() {
    this(new Residents());
  }

  /** A hub that finds clients of this JVM which another has left. */
  TestHub(Residents residents) {
    this(new RateLimit(0, 0), InstantSource.system(), residents);
  }

  /** A hub whose clients may send so much, by the given clock. */
  TestHub(RateLimit rate, InstantSource clock) {
    this(rate, clock, new Residents());
  }

  private TestHub(RateLimit rate, InstantSource clock, Residents residents) {
    HubSettings settings =
        new HubSettings(
            "http://hub.example",
            "manager-1",
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofHours(48),
            1000,
            Duration.ofSeconds(10),
            rate,
            LIMITS);
    core = new HubCore(settings, new byte[32], CONNECTION_TOKEN, engine, residents, clock, timer);
    core.restoreLocalClients(Runnable::run);
    hub = new HubService(core, Runnable::run);
    this.residents = residents;
  }

  /** A client of generation A that has connected. */
  TestClient clientA(String id, Map<String, String> more) {
    TestClient client = tryClientA(id, more);
    if (client.refusal != null) {
      throw new AssertionError("refused: " + client.refusal);
    }
    return client;
  }

  /** The same; its {@code refusal} tells if it was not let in. */
  TestClient tryClientA(String id, Map<String, String> more) {
    Map<String, List<String>> query = new TreeMap<>();
    query.put("client_id", List.of(id));
    more.forEach((name, value) -> query.put(name, List.of(value)));
    TestClient client = new TestClient(this, new Opening("/ws", query, Map.of(), "test:1"));
    Admission admission = core.desk().admit(client.opening());
    if (admission instanceof Admission.Refused refused) {
      client.refusal = refused.reason();
    } else {
      core.desk().opened(client);
      client.speakA();
    }
    return client;
  }

  /** A client of generation B that has sent its first frame. */
  TestClient clientB(String firstFrame) {
    TestClient client = silentClientB();
    core.desk().received(client, firstFrame);
    return client;
  }

  TestClient silentClientB() {
    TestClient client = new TestClient(this, new Opening("/ws", Map.of(), Map.of(), "test:2"));
    core.desk().opened(client);
    return client;
  }

  static String hello(String id) {
    return hello(id, null, null, null);
  }

  static String hello(String id, String workspace, String token, String reconnectionToken) {
    return "{\"client_id\": %s, \"workspace\": %s, \"token\": %s, \"reconnection_token\": %s}"
        .formatted(json(id), json(workspace), json(token), json(reconnectionToken));
  }

  private static String json(String text) {
    return text == null ? "null" : '"' + text + '"';
  }

  /** This hub goes, and nothing of it is used any more but by those who have not heard of it. */
  void leave(ExecutorService workers, Duration patience) {
    hub.stop();
    residents.leave(workers, patience);
  }

  /** The hub that follows it, to which its clients have moved. */
  TestHub next(TestClient... clients) {
    TestHub next = new TestHub(residents);
    for (TestClient client : clients) {
      client.moveTo(next);
    }
    next.core.desk().takeOver(List.of(clients));
    next.core.localClients().open();
    return next;
  }

  @Override
  public void close() {
    engine.close();
    timer.shutdownNow();
  }

  /** A timer whose tasks run when the test says so. */
  static final class ManualTimer extends ScheduledThreadPoolExecutor {
    private final java.util.Queue<Runnable> tasks =
        new java.util.concurrent.ConcurrentLinkedQueue<>();

    private final java.util.Queue<Runnable> immediate =
        new java.util.concurrent.ConcurrentLinkedQueue<>();

    ManualTimer() {
      super(0);
    }

    @Override
    public java.util.concurrent.ScheduledFuture<?> schedule(
        Runnable command, long delay, java.util.concurrent.TimeUnit unit) {
      // far away: only the test makes it due
      java.util.concurrent.ScheduledFuture<?> future =
          super.schedule(command, 1, java.util.concurrent.TimeUnit.DAYS);
      (delay == 0 ? immediate : tasks)
          .add(
              () -> {
                if (!future.isCancelled()) {
                  command.run();
                }
              });
      return future;
    }

    /** Only what was planned for at once. */
    void elapseImmediate() {
      for (Runnable task = immediate.poll(); task != null; task = immediate.poll()) {
        task.run();
      }
    }

    /** All time-outs that run are due now; those that they begin are not. */
    void elapse() {
      elapseImmediate();
      List<Runnable> due = List.copyOf(tasks);
      tasks.removeAll(due);
      due.forEach(Runnable::run);
    }
  }
}
