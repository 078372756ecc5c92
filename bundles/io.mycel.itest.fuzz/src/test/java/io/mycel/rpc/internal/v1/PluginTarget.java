package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.v1.PluginGroup;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginListener;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.api.transport.MessagePort;
import io.mycel.rpc.internal.CoreRpc;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whatever a plugin says (a tree that msgpack can hold): the core throws nothing. */
public final class PluginTarget {
  private static final CoreRpc MSGPACK = new CoreRpc(RpcLimits.defaults());
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final PluginRpc ENGINE =
      new PluginRpc(new PluginLimits(20, 100, 100, 10, 5, LONG, LONG, LONG));

  private PluginTarget() {}

  /** The other end is the fuzzer. */
  private static final class Port implements MessagePort {
    private Receiver receiver;

    @Override
    public boolean send(Map<String, Object> message) {
      return true;
    }

    @Override
    public void deliverTo(Receiver newReceiver) {
      receiver = newReceiver;
    }

    @Override
    public void close(String reason) {}

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  public static void fuzzerTestOneInput(byte[] data) {
    Map<String, Object> message = new LinkedHashMap<>();
    try {
      if (!(MSGPACK.unpack(ByteBuffer.wrap(data)) instanceof Map<?, ?> map)) {
        return;
      }
      map.forEach((key, value) -> message.put(String.valueOf(key), value));
    } catch (RpcException refused) {
      return;
    }
    Port port = new Port();
    RpcFunction echo = call -> call.args();
    PluginPeer core =
        PluginPeer.core(
            port,
            Map.of(),
            Map.of("_rintf", "api", "echo", echo),
            PluginListener.NONE,
            Runnable::run,
            ENGINE,
            new PluginGroup());
    core.start();
    port.receiver.received(
        new LinkedHashMap<>(Map.of("type", "initialized", "config", Map.of(), "peer_id", "p1")));
    port.receiver.received(message);
    port.receiver.closed("fuzzed");
  }
}
