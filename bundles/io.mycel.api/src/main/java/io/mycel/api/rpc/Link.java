package io.mycel.api.rpc;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where a peer's frames go: a connection, the hub inside this JVM, or a socket to a server
 * elsewhere.
 */
@ConsumerType
@FunctionalInterface
public interface Link {

  /**
   * Sends the bytes of one frame, head then tail; never blocks; order is kept. An {@link RpcEngine}
   * gives the first map (routing) as head and the second (payload) as tail, so that nobody needs to
   * look for the border. Neither buffer is touched by the caller again.
   *
   * @param head the routing map, position to limit
   * @param tail the payload map; empty if there is none
   * @return false if the link is closed or full, so that the frame was dropped
   * @throws RpcException if the other side could not read the frame, which was dropped
   */
  boolean send(ByteBuffer head, ByteBuffer tail);

  /** The peer has ended its conversation: whatever carries its frames may be closed. */
  default void close(String reason) {}
}
