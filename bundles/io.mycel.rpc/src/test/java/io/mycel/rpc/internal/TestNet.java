package io.mycel.rpc.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network within one thread: it delivers frames in order as a hub does, writing {@code from},
 * {@code ws} and {@code user} itself, and remembers what it has delivered.
 */
final class TestNet {
  record Frame(Map<String, Object> main, ByteBuffer head, ByteBuffer tail) {
    int length() {
      return head.remaining() + tail.remaining();
    }
  }

  final TestClock clock = new TestClock();
  final List<Map<String, Object>> mains = new ArrayList<>();
  final Map<String, Peer> peers = new HashMap<>();
  int longest;
  long bytes;
  Predicate<Map<String, Object>> lost = main -> false;
  private RpcEngine engine;
  private final ArrayDeque<Frame> queue = new ArrayDeque<>();
  private boolean delivering;

  TestNet() {
    this(RpcLimits.defaults());
  }

  TestNet(RpcLimits limits) {
    engine = new CoreRpc(limits, clock, () -> {});
  }

  RpcEngine engine() {
    return engine;
  }

  /** Another engine works for all peers from now on. */
  void swap(RpcEngine next) {
    engine = next;
    peers.values().forEach(peer -> peer.attach(next));
  }

  Peer peer(String workspace, String client) {
    return peer(workspace, client, null);
  }

  Peer peer(String workspace, String client, String manager) {
    String address = workspace + "/" + client;
    Peer peer =
        new Peer(
            workspace,
            client,
            manager,
            (head, tail) -> send(address, head, tail),
            Runnable::run,
            engine);
    peers.put(address, peer);
    return peer;
  }

  private boolean send(String from, ByteBuffer head, ByteBuffer tail) {
    Map<String, Object> main = new MsgpackReader(head, 20, 10_000).readMap();
    main.put("from", from);
    main.put("ws", Trees.workspace(from));
    main.putIfAbsent("user", Map.of("id", "user-of-" + from));
    Frame frame = new Frame(main, head, tail);
    longest = Math.max(longest, frame.length());
    bytes += frame.length();
    if (lost.test(main)) {
      return true;
    }
    queue.add(frame);
    deliver();
    return true;
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      for (Frame frame = queue.poll(); frame != null; frame = queue.poll()) {
        mains.add(frame.main());
        Peer target = peers.get(Trees.text(frame.main(), "to"));
        if (target != null) {
          ByteBuffer head = MsgpackWriter.gather(frame.main(), 20).join();
          engine.receive(target, head, frame.tail(), Lease.NONE);
        }
      }
    } finally {
      delivering = false;
    }
  }

  /** How many frames called a method whose path ends so. */
  long count(String ending) {
    return mains.stream()
        .filter(main -> String.valueOf(main.get("method")).endsWith(ending))
        .count();
  }
}
