package io.mycel.rpc.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The functions of the services that were described last, as msgpack. A manager offers the same
 * fifty functions to every client that connects; what describes them does not change, so it is
 * packed once and not for each.
 *
 * <p>Only services of plain functions are kept, a fixed number of them, and without holding on to
 * them: they may belong to a bundle that goes.
 */
final class PackedMembers {
  private static final int KEPT = 8;

  /** What describes a service may take so much memory and be kept. */
  private static final int MAX_BYTES = 128 * 1024;

  private final int maxDepth;
  private final AtomicReferenceArray<Kept> kept = new AtomicReferenceArray<>(KEPT);
  private final AtomicInteger next = new AtomicInteger();

  PackedMembers(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /** The packed functions of a service at one address. */
  private record Kept(
      WeakReference<Map<String, Object>> members, String address, String id, ByteBuffer entries) {

    boolean is(Service service, String at) {
      return members.refersTo(service.members()) && address.equals(at) && id.equals(service.id());
    }
  }

  /**
   * A map that consists of given fields and the functions of a service.
   *
   * @param fields plain values; none of the functions has such a name
   */
  MsgpackWriter.Opened describe(Peer peer, Service service, Map<?, ?> fields) {
    return new MsgpackWriter.Opened(fields, service.members().size(), entries(peer, service));
  }

  /** True if nothing but a service itself and its peer's address tells how it is described. */
  static boolean isPlain(Peer peer, Service service, Map<String, Object> fields) {
    if (!peer.conversation().codecs().isEmpty()) {
      return false;
    }
    for (Map.Entry<String, Object> member : service.members().entrySet()) {
      if (!(member.getValue() instanceof RpcFunction) || fields.containsKey(member.getKey())) {
        return false;
      }
    }
    return true;
  }

  private ByteBuffer entries(Peer peer, Service service) {
    for (int i = 0; i < KEPT; i++) {
      Kept each = kept.get(i);
      if (each != null && each.is(service, peer.address())) {
        return each.entries();
      }
    }
    Object tree =
        new Representer(peer, new FunctionScope.OfService(service.id()), maxDepth)
            .represent(service.members());
    ByteBuffer entries = MsgpackWriter.gatherEntries((Map<?, ?>) tree, maxDepth).join();
    if (entries.remaining() <= MAX_BYTES) {
      kept.set(
          Math.floorMod(next.getAndIncrement(), KEPT),
          new Kept(new WeakReference<>(service.members()), peer.address(), service.id(), entries));
    }
    return entries;
  }
}
