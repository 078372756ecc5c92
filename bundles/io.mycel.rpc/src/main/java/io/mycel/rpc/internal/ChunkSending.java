package io.mycel.rpc.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One long message on its way. */
final class ChunkSending {
  private final ChunkSender.BuiltInCalls calls;
  private final Peer peer;
  private final String target;
  private final String key;
  private final boolean heartbeat;
  private final Gather message;
  private final int pieceBytes;
  private final int pieces;
  private final int parallel;
  private final AtomicInteger nextPiece = new AtomicInteger();
  private final AtomicInteger confirmed = new AtomicInteger();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * A message.
   *
   * @param parent the receiver's session that it answers, whose time-out each piece restarts; null
   *     if it is no answer
   * @param parallel how many pieces may be on their way ({@code set}); 0 for one after the other
   *     ({@code append})
   */
  ChunkSending(
      ChunkSender.BuiltInCalls calls,
      Peer peer,
      String target,
      String parent,
      Gather message,
      int pieceBytes,
      int parallel) {
    this.calls = calls;
    this.peer = peer;
    this.target = target;
    this.key = parent == null ? Ids.next() : parent;
    this.heartbeat = parent != null;
    this.message = message;
    this.pieceBytes = pieceBytes;
    this.pieces = (int) ((message.size() + pieceBytes - 1) / pieceBytes);
    this.parallel = parallel;
  }

  CompletableFuture<Void> run() {
    call("create", List.of(key, heartbeat)).whenComplete((ignored, failure) -> created(failure));
    return done;
  }

  private void created(Throwable failure) {
    if (failure != null) {
      done.completeExceptionally(Errors.rpc(failure));
      return;
    }
    for (int i = 0; i < Math.max(parallel, 1) && i < pieces; i++) {
      sendNext();
    }
  }

  /** Sends pieces until one is not confirmed at once; goes on when it is. */
  private void sendNext() {
    while (!done.isDone()) {
      int index = nextPiece.getAndIncrement();
      if (index >= pieces) {
        return;
      }
      CompletableFuture<Object> confirmation = call(parallel > 0 ? "set" : "append", piece(index));
      if (!confirmation.isDone()) {
        confirmation.whenComplete(
            (ignored, failure) -> {
              if (confirm(failure)) {
                sendNext();
              }
            });
        return;
      }
      if (!confirm(failureOf(confirmation))) {
        return;
      }
    }
  }

  private List<Object> piece(int index) {
    long from = (long) index * pieceBytes;
    int length = (int) Math.min(pieceBytes, message.size() - from);
    List<Object> args = new ArrayList<>(4);
    args.add(key);
    if (parallel > 0) {
      args.add((long) index);
    }
    args.add(message.copy(from, length));
    args.add(heartbeat);
    return args;
  }

  /** Counts a piece; true if there may be more to send. */
  private boolean confirm(Throwable failure) {
    if (failure != null) {
      if (done.completeExceptionally(Errors.rpc(failure))) {
        call("remove", List.of(key));
      }
      return false;
    }
    if (confirmed.incrementAndGet() < pieces) {
      return true;
    }
    call("process", List.of(key, heartbeat))
        .whenComplete(
            (ignored, refusal) -> {
              if (refusal == null) {
                done.complete(null);
              } else {
                done.completeExceptionally(Errors.rpc(refusal));
              }
            });
    return false;
  }

  private CompletableFuture<Object> call(String method, List<Object> args) {
    try {
      return calls.call(peer, target, Outbox.MESSAGE_CACHE + method, args);
    } catch (RpcException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Throwable failureOf(CompletableFuture<Object> finished) {
    return finished.handle((ignored, failure) -> failure).join();
  }
}
