package io.mycel.rpc.internal;

import io.mycel.api.rpc.Conversation;
import io.mycel.api.rpc.RpcLimits;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The memory of unfinished long messages of all peers together. One sender may have no more than is
 * left for others, so that none of them can take it all. What it knows is in the conversations;
 * another engine learns of it as it adopts their peers.
 */
final class ChunkBudget {
  private final RpcLimits limits;
  private final Set<Conversation> unfinished = ConcurrentHashMap.newKeySet();

  ChunkBudget(RpcLimits limits) {
    this.limits = limits;
  }

  /** From now on what this conversation has counts. */
  void count(Conversation conversation) {
    if (!conversation.chunked().isEmpty()) {
      unfinished.add(conversation);
    }
  }

  /**
   * Why a piece may not be kept, or null if it may.
   *
   * @param from its sender
   * @param more its bytes
   */
  String refusal(Conversation conversation, String from, int more) {
    unfinished.add(conversation);
    if (conversation.chunkedBytes().get() + more > conversation.maxChunkedBytes()) {
      return conversation.maxChunkedBytes() + " bytes for all unfinished messages";
    }
    long left = limits.cacheBytes() - bytes() - more;
    if (left < 0) {
      return limits.cacheBytes() + " bytes for all unfinished messages";
    }
    long its = bytesOf(conversation, from);
    if (its > 0 && its + more > left) {
      return its + " bytes at the moment for all unfinished messages of one sender";
    }
    return null;
  }

  private long bytes() {
    long sum = 0;
    for (Conversation each : unfinished) {
      if (each.chunked().isEmpty()) {
        unfinished.remove(each);
      }
      sum += each.chunkedBytes().get();
    }
    return sum;
  }

  private static long bytesOf(Conversation conversation, String from) {
    long sum = 0;
    for (var each : conversation.chunked().entrySet()) {
      if (each.getKey().from().equals(from)) {
        sum += each.getValue().bytes();
      }
    }
    return sum;
  }
}
