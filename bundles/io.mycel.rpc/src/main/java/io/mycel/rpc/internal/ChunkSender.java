package io.mycel.rpc.internal;

import io.mycel.api.rpc.Conversation.Dialect;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends messages that are too long for one frame: piece by piece into the message cache of the
 * other peer's built-in service, which then processes them. No thread waits.
 */
final class ChunkSender implements Outbox.LongMessages {
  /** From this version of the built-in service on, pieces may come in any order (dialect B). */
  private static final int INDEXED = 3;

  /** Calls a function of another peer's built-in service. */
  interface BuiltInCalls {
    CompletableFuture<Object> call(Peer peer, String target, String method, List<Object> args);
  }

  private final RpcLimits limits;
  private final Clock clock;
  private final BuiltInCalls calls;

  ChunkSender(RpcLimits limits, Clock clock, BuiltInCalls calls) {
    this.limits = limits;
    this.clock = clock;
    this.calls = calls;
  }

  @Override
  public CompletableFuture<Void> send(Peer peer, String target, String parent, Gather message) {
    long pieces = (message.size() + limits.chunkBytes() - 1) / limits.chunkBytes();
    if (pieces > Integer.MAX_VALUE) {
      return CompletableFuture.failedFuture(
          new RpcException(
              RpcException.Kind.DATA, "message of " + message.size() + " bytes is too long"));
    }
    return apiVersion(peer, target)
        .thenCompose(
            version ->
                new ChunkSending(
                        calls,
                        peer,
                        target,
                        parent,
                        message,
                        limits.chunkBytes(),
                        version >= INDEXED ? limits.chunksInFlight() : 0)
                    .run());
  }

  private CompletableFuture<Integer> apiVersion(Peer peer, String target) {
    Dialect known = peer.conversation().dialects().get(target);
    if (known != null && known.until() > clock.now()) {
      return CompletableFuture.completedFuture(known.apiVersion());
    }
    return calls
        .call(peer, target, "services.built-in.get_service", List.of("built-in"))
        .thenApply(
            service -> {
              int version = apiVersion(service);
              long until = clock.now() + limits.apiVersionLife().toNanos();
              peer.conversation().dialects().put(target, new Dialect(version, until));
              return version;
            });
  }

  private static int apiVersion(Object service) {
    return service instanceof Map<?, ?> map
            && map.get("config") instanceof Map<?, ?> config
            && config.get("api_version") instanceof Number version
        ? version.intValue()
        : 0;
  }
}
