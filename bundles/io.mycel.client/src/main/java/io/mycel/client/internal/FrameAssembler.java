package io.mycel.client.internal;

import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Makes whole frames of the parts in which {@link java.net.http.WebSocket} gives them. A frame of
 * one part is handed on as it is: by the contract of {@code WebSocket.Listener} its memory belongs
 * to us until the returned stage completes, so a value that shows it simply never completes the
 * stage. Longer ones are copied once. Used by one thread at a time.
 */
final class FrameAssembler {
  private final int maxBytes;
  private final BiConsumer<ByteBuffer, Lease> sink;
  private final List<ByteBuffer> parts = new ArrayList<>();
  private final List<CompletableFuture<Void>> held = new ArrayList<>();
  private long size;

  FrameAssembler(int maxBytes, BiConsumer<ByteBuffer, Lease> sink) {
    this.maxBytes = maxBytes;
    this.sink = sink;
  }

  /**
   * The next part.
   *
   * @return done when its memory may be used again
   * @throws IllegalArgumentException if the frame gets too long
   */
  CompletionStage<Void> add(ByteBuffer part, boolean last) {
    size += part.remaining();
    if (size > maxBytes) {
      throw new IllegalArgumentException("a frame is longer than " + maxBytes + " bytes");
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (last && parts.isEmpty()) {
      size = 0;
      sink.accept(part, new StageLease(done));
      return done;
    }
    parts.add(part);
    held.add(done);
    if (last) {
      sink.accept(join(), Lease.NONE);
    }
    return done;
  }

  private ByteBuffer join() {
    ByteBuffer whole = ByteBuffer.allocate((int) size);
    parts.forEach(whole::put);
    held.forEach(done -> done.complete(null));
    parts.clear();
    held.clear();
    size = 0;
    return whole.flip();
  }

  private record StageLease(CompletableFuture<Void> done) implements Lease {
    @Override
    public void release() {
      done.complete(null);
    }

    @Override
    public void keep() {
      // Never completed: the memory is never used again, which is what a value that shows it needs.
    }
  }
}
