package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.Msgpack;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Events of one client to others of its workspace: each arrives once, in order. */
final class Events implements Activity {
  private static final String TYPE = "soak";
  private static final int LISTENERS = 5;
  private static final int EVENTS_A_ROUND = 10;

  private final LoadClient emitter;
  private final List<Listener> listeners;
  private long emitted;

  private Events(LoadClient emitter, List<Listener> listeners) {
    this.emitter = emitter;
    this.listeners = listeners;
  }

  static Events open(Scene scene) throws Exception {
    LoadClient emitter = scene.innocent(Generation.B, "emitter");
    List<Listener> listeners = new ArrayList<>();
    for (int i = 0; i < LISTENERS; i++) {
      Listener listener = new Listener(scene.companion(emitter, "listener"));
      listener.client.onEvent(listener::heard);
      Scene.await("subscribe", listener.client.subscribe(TYPE));
      listeners.add(listener);
    }
    return new Events(emitter, listeners);
  }

  /** Counts what comes to one client; on its loop. */
  private static final class Listener {
    private final LoadClient client;
    private long heard;
    private long awaited;
    private CompletableFuture<Void> round = new CompletableFuture<>();

    Listener(LoadClient client) {
      this.client = client;
    }

    void expect(long last, CompletableFuture<Void> done) {
      awaited = last;
      round = done;
    }

    void heard(Message event) {
      if (!TYPE.equals(event.type())) {
        return;
      }
      long number = ByteBuffer.wrap(Msgpack.bytes(event.buffer(), event.data())).getLong();
      if (number != heard) {
        round.completeExceptionally(
            new IllegalStateException("event " + number + " came instead of " + heard));
        heard = number;
      }
      if (++heard == awaited) {
        round.complete(null);
      }
    }
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(50);
  }

  @Override
  public int round() throws Exception {
    List<CompletableFuture<Void>> rounds = new ArrayList<>();
    for (Listener each : listeners) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      rounds.add(done);
      each.client.loop().submit(() -> each.expect(emitted + EVENTS_A_ROUND, done)).join();
    }
    for (int i = 0; i < EVENTS_A_ROUND; i++) {
      ByteBuffer number = ByteBuffer.allocate(Long.BYTES).putLong(emitted++).flip();
      emitter.loop().execute(() -> emitter.emit(TYPE, "*", number));
    }
    for (CompletableFuture<Void> each : rounds) {
      Scene.await("an event", each);
    }
    return EVENTS_A_ROUND * LISTENERS;
  }

  @Override
  public void close() {
    listeners.forEach(each -> each.client.close());
    emitter.close();
  }
}
