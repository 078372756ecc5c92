package io.mycel.client;

import io.mycel.api.rpc.RpcLimits;
import java.util.Objects;

/**
 * What a client holds at most, so that neither a server nor its own program can exhaust it.
 *
 * @param queuedBytes frames that wait to be written; a call whose frame finds no room fails
 * @param frameBytes one frame that arrives; a longer one ends the connection
 * @param textBytes one text frame that arrives
 * @param waitingCalls calls made while offline that wait for the connection
 * @param threads of the client's own executor, on which services and callbacks run
 * @param waitingTasks tasks that wait for such a thread; more calls of services are rejected
 * @param rpc what the RPC engine allows
 */
public record ClientLimits(
    long queuedBytes,
    int frameBytes,
    int textBytes,
    int waitingCalls,
    int threads,
    int waitingTasks,
    RpcLimits rpc) {

  /** 64 MiB queued, frames of 16 MiB, 1000 calls waiting, 32 threads. */
  public static final ClientLimits DEFAULT =
      new ClientLimits(64L << 20, 16 << 20, 1 << 20, 1000, 32, 10_000, RpcLimits.defaults());

  /** Checks that the client can work. */
  public ClientLimits {
    Objects.requireNonNull(rpc, "rpc");
    if (queuedBytes < rpc.chunkBytes() + 2048L
        || frameBytes < 65_536
        || textBytes < 4096
        || waitingCalls < 0
        || threads < 1
        || waitingTasks < 1) {
      throw new IllegalArgumentException(
          "limits must leave room for one piece of a message ("
              + rpc.chunkBytes()
              + " bytes), frames of 64 KiB, texts of 4 KiB, one thread and one task");
    }
  }
}
