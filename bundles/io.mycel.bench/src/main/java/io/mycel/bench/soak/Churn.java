package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import java.time.Duration;

/** Clients that connect, register a service, are called, call, and leave as they should. */
final class Churn implements Activity {
  private final Scene scene;
  private final Generation generation;
  private final LoadClient resident;
  private long round;

  private Churn(Scene scene, Generation generation, LoadClient resident) {
    this.scene = scene;
    this.generation = generation;
    this.resident = resident;
  }

  /** Clients of one generation, met by a resident of the other. */
  static Churn open(Scene scene, Generation generation) throws Exception {
    Generation other = generation == Generation.A ? Generation.B : Generation.A;
    LoadClient resident = scene.innocent(other, "resident");
    Scene.await("register", resident.register("echo"));
    return new Churn(scene, generation, resident);
  }

  @Override
  public String name() {
    return "churn" + generation;
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(25);
  }

  @Override
  public int round() throws Exception {
    String text = "round " + round++;
    LoadClient client = scene.innocent(generation, "passing");
    try {
      Scene.await("register", client.register("echo"));
      Scene.echo(resident, client.address(), text);
      Scene.echo(client, resident.address(), text);
    } finally {
      Scene.await("close", client.close());
    }
    return 1;
  }

  @Override
  public void close() {
    resident.close();
  }
}
