package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Clients whose sockets are reset in the middle of calls: once the one that is called, so that its
 * caller must get an error, and once the one that calls, so that an answer finds nobody.
 */
final class KilledClients implements Activity {
  private static final int CALLS = 8;

  /** A caller learns it at once; this leaves room for a busy machine, not for a time-out. */
  private static final Duration AT_ONCE = Duration.ofSeconds(9);

  private final Scene scene;
  private final LoadClient innocent;
  private Generation next = Generation.A;

  private KilledClients(Scene scene, LoadClient innocent) {
    this.scene = scene;
    this.innocent = innocent;
  }

  static KilledClients open(Scene scene) throws Exception {
    LoadClient innocent = scene.innocent(Generation.B, "survivor");
    Scene.await("register", innocent.register("echo"));
    return new KilledClients(scene, innocent);
  }

  @Override
  public String name() {
    return "killed";
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(200);
  }

  @Override
  public int round() throws Exception {
    next = next == Generation.A ? Generation.B : Generation.A;
    killWhoIsCalled();
    killWhoCalls();
    Scene.echo(innocent, innocent.address(), "alive");
    return 2;
  }

  private void killWhoIsCalled() throws Exception {
    LoadClient called = scene.villain(next, "called", 0);
    Scene.await("register", called.register("echo"));
    Scene.echo(innocent, called.address(), "before");
    // What it does not read makes its end a reset.
    called.loop().submit(() -> called.link().reading(false)).join();
    CompletableFuture<Object> call =
        innocent.call(called.address(), "services.echo.echo", w -> w.array(1).string("during"));
    // Order is kept: when this is answered, the server has passed the call on.
    Scene.await("the manager's answer", innocent.subscribe("soak-of-a-survivor"));
    called.kill();
    try {
      Object value = call.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
      throw new IllegalStateException("a client that was killed has answered " + value);
    } catch (ExecutionException expected) {
      if (!String.valueOf(expected.getCause().getMessage()).contains(called.clientId())) {
        throw new IllegalStateException(
            "the error does not name the client that was killed: " + expected.getCause(), expected);
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no error for the caller of a killed client in " + AT_ONCE, e);
    }
  }

  private void killWhoCalls() throws Exception {
    LoadClient caller = scene.villain(next, "caller", 0);
    for (int i = 0; i < CALLS; i++) {
      caller.call(innocent.address(), "services.echo.echo", w -> w.array(1).string("in vain"));
    }
    caller.kill();
  }

  @Override
  public void close() {
    innocent.close();
  }
}
