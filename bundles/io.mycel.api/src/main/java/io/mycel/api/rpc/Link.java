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
   * Sends the bytes of one frame; never blocks; order is kept.
   *
   * @return false if the link is closed or full, so that the frame was dropped
   */
  boolean send(ByteBuffer head, ByteBuffer tail);
}
