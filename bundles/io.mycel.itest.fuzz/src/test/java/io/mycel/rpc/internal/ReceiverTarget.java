package io.mycel.rpc.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Whatever arrives at a peer: nothing is thrown, and the memory of the frame is given back. */
public final class ReceiverTarget {
  private static final CoreRpc ENGINE = new CoreRpc(RpcLimits.defaults());

  private ReceiverTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    AtomicInteger held = new AtomicInteger(1);
    Lease lease =
        new Lease() {
          @Override
          public void release() {
            held.decrementAndGet();
          }

          @Override
          public void keep() {
            held.decrementAndGet();
          }
        };
    Peer peer = new Peer("ws", "me", (head, tail) -> true, Runnable::run, ENGINE);
    peer.services()
        .put(
            "s",
            Service.builder("s").visibility("public").function("f", call -> call.args()).build());
    ENGINE.receive(peer, ByteBuffer.wrap(data), lease);
    peer.close("fuzzed");
    if (held.get() != 0) {
      throw new AssertionError("the lease is used " + (1 - held.get()) + " times");
    }
  }
}
