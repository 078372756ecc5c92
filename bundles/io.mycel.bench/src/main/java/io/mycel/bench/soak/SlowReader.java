package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client that reads 1 KB a second while another sends it more than any queue holds. The server
 * must drop it: then the sender's calls fail, each of them, and the sender lives on.
 */
final class SlowReader implements Activity {
  private static final int RECEIVE_BUFFER = 4096;
  private static final int SIP_BYTES = 1024;
  private static final int CALL_BYTES = 64 << 10;

  /** More than the server's queue and the sockets' buffers hold together. */
  private static final int CALLS = 1600;

  private final Scene scene;
  private final LoadClient sender;

  private SlowReader(Scene scene, LoadClient sender) {
    this.scene = scene;
    this.sender = sender;
  }

  static SlowReader open(Scene scene) throws Exception {
    return new SlowReader(scene, scene.villain(Generation.B, "flooder", 0));
  }

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(5);
  }

  @Override
  public int round() throws Exception {
    LoadClient reader = scene.villain(Generation.B, "slow", RECEIVE_BUFFER);
    try {
      Scene.await("register", reader.register("echo"));
      reader.loop().submit(() -> reader.link().reading(false)).join();
      List<CompletableFuture<Object>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(sender.call(reader.address(), "services.echo.echo", SlowReader::argument));
      }
      awaitFailure(reader, calls.get(CALLS - 1));
      for (CompletableFuture<Object> each : calls) {
        awaitFailure(reader, each);
      }
    } finally {
      reader.kill();
    }
    Scene.await("the sender's own business", sender.subscribe("soak-of-a-flooder"));
    return 1;
  }

  private static void argument(MsgpackWriter w) {
    w.array(1).binary(CALL_BYTES).raw(ByteBuffer.allocate(CALL_BYTES), 0, CALL_BYTES);
  }

  /** Sips until a call has failed. */
  private void awaitFailure(LoadClient reader, CompletableFuture<Object> call) throws Exception {
    long end = System.nanoTime() + Scene.PATIENCE.toNanos();
    CompletableFuture<Boolean> failed = call.handle((value, failure) -> failure != null);
    while (true) {
      try {
        if (!failed.get(1, TimeUnit.SECONDS)) {
          throw new IllegalStateException("a slow reader has answered what it has not read");
        }
        return;
      } catch (TimeoutException notYet) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "a slow reader was not dropped in " + Scene.PATIENCE, notYet);
        }
        reader.loop().execute(() -> reader.link().sip(SIP_BYTES));
      } catch (CompletionException e) {
        throw new IllegalStateException("a flooded call: " + e.getCause(), e);
      }
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}
