package io.mycel.rpc;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** An engine with an owner, who feeds it frames as they come from a socket and closes it. */
@ProviderType
public interface FrameEngine extends RpcEngine, AutoCloseable {

  /**
   * A whole frame for a peer: finds the border between its two maps, then does as {@link
   * RpcEngine#receive}. A frame that cannot be read is counted and logged; this method does not
   * throw.
   *
   * @param frame position to limit: the routing map, followed by the payload map if there is one
   * @param lease the leave to use its memory
   */
  void receive(Peer peer, ByteBuffer frame, Lease lease);

  /** Stops its timer: time-outs and heartbeats of its peers come to an end. */
  @Override
  void close();
}
