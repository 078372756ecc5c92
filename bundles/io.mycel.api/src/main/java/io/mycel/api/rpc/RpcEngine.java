package io.mycel.api.rpc;

import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Core RPC without a state of its own: everything that outlives a method call is kept in the {@link
 * Peer} it is handed, so that one engine can take over from another between two frames.
 */
@ProviderType
public interface RpcEngine {

  /**
   * A frame for a peer. Decodes it, and runs the function it calls on the peer's executor, or ends
   * the session it answers. A frame that cannot be read is counted, logged and answered with an
   * error where it names a session; this method does not throw.
   *
   * @param main the bytes of the first map (routing)
   * @param extra the bytes of the second map (payload), empty if there is none
   * @param lease the leave to use the memory of both
   */
  void receive(Peer peer, ByteBuffer main, ByteBuffer extra, Lease lease);

  /**
   * Takes a peer over: keeps its time-outs and heartbeats from now on. Called by {@link
   * Peer#attach}.
   */
  void adopt(Peer peer);

  /**
   * Calls a function through a peer; see {@link RemoteFunction#call(Object...)}. Buffers in the
   * arguments are not copied before they are sent, so they must not change before the answer. The
   * future is completed by the thread that received the answer; {@link Peer#call} hands it to the
   * peer's executor.
   */
  CompletableFuture<Object> call(
      Peer peer,
      RemoteFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      CallOptions options);

  /**
   * A value in the data representation v2 as plain maps, lists, strings, numbers, byte buffers and
   * instants. Fails with {@link RpcException.Kind#DATA} on a function of this JVM: nobody could
   * call it outside a conversation.
   */
  Object represent(Peer peer, Object value);

  /** The value that a tree in the data representation v2 stands for. */
  Object restore(Peer peer, String from, Object representation);

  /** A plain tree (see {@link #represent}) as msgpack. */
  ByteBuffer pack(Object representation);

  /** The plain tree of some msgpack; fails with {@link RpcException.Kind#DATA} on anything else. */
  Object unpack(ByteBuffer msgpack);
}
