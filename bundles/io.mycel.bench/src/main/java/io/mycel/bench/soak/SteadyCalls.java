package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Payload;
import io.mycel.bench.load.PreparedCall;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A pair of which one calls the other without pause, and compares every answer. */
final class SteadyCalls implements Activity {
  private final String name;
  private final Duration pause;
  private final int calls;
  private final LoadClient provider;
  private final LoadClient caller;
  private final PreparedCall call;

  private SteadyCalls(
      String name,
      Duration pause,
      int calls,
      LoadClient provider,
      LoadClient caller,
      PreparedCall call) {
    this.name = name;
    this.pause = pause;
    this.calls = calls;
    this.provider = provider;
    this.caller = caller;
    this.call = call;
  }

  /** A pair of one or both generations that exchanges small values without pause. */
  static SteadyCalls small(Scene scene, Generation caller, Generation provider) throws Exception {
    return open(
        scene, "calls" + caller + provider, Duration.ZERO, 200, caller, provider, Payload.echo(64));
  }

  /** A pair of generation B that exchanges arrays of 4 MiB, which travel in pieces. */
  static SteadyCalls arrays(Scene scene) throws Exception {
    return open(
        scene,
        "arrays",
        Duration.ofMillis(300),
        1,
        Generation.B,
        Generation.B,
        Payload.arrayEcho(4 << 20));
  }

  private static SteadyCalls open(
      Scene scene,
      String name,
      Duration pause,
      int calls,
      Generation calling,
      Generation providing,
      Payload payload)
      throws Exception {
    LoadClient provider = scene.innocent(providing, name + "-provider");
    Scene.await("register", provider.register("echo"));
    LoadClient caller = scene.innocent(calling, name + "-caller");
    PreparedCall call = Scene.await("prepare", caller.prepare(provider.address(), payload));
    return new SteadyCalls(name, pause, calls, provider, caller, call);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration pause() {
    return pause;
  }

  @Override
  public int round() throws Exception {
    CompletableFuture<Void> all = new CompletableFuture<>();
    caller.loop().execute(() -> next(calls, all));
    Scene.await(name, all);
    return calls;
  }

  private void next(int left, CompletableFuture<Void> all) {
    if (left == 0) {
      all.complete(null);
      return;
    }
    call.start(
        failure -> {
          if (failure == null) {
            next(left - 1, all);
          } else {
            all.completeExceptionally(new IllegalStateException(failure));
          }
        });
  }

  @Override
  public void close() {
    caller.close();
    provider.close();
  }
}
