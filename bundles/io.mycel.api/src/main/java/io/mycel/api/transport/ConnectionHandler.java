package io.mycel.api.transport;

import java.nio.ByteBuffer;
import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes what arrives on connections; implemented by the hub, called by the transport. Calls for one
 * connection come one at a time and in order ({@code opened}, any number of {@code received},
 * {@code closed}); those for different connections come at once. No method may block.
 *
 * <p>A handler may be replaced while connections are open. What arrives meanwhile waits, in order
 * and within bounds, for the one that comes next. That one gets {@code opened} for every connection
 * that is there already, before anything else of it; the connection's attachments tell what was
 * known of it. The handler that leaves gets no {@code closed} for them, and no call that has not
 * begun when it leaves.
 */
@ProviderType
public interface ConnectionHandler {

  /** Decides on a socket that asks for the path {@code /ws}, before anything is answered. */
  Admission admit(Opening opening);

  /**
   * The connections that are open already, told once to a handler that takes over, before it is
   * told anything else: what one of them sends may be for any other. {@code opened} still comes for
   * each of them.
   */
  default void takeOver(Collection<? extends Connection> open) {}

  /** A connection is up: a new one, or one that another handler had before. */
  void opened(Connection connection);

  /**
   * One whole binary frame.
   *
   * @param frame its bytes, position to limit; readable until the lease is used
   * @param lease used exactly once by the handler, or by whom it hands the frame to
   */
  void received(Connection connection, ByteBuffer frame, Lease lease);

  /** One whole text frame. */
  void received(Connection connection, String text);

  /**
   * A connection is gone. Nothing arrives from it any more.
   *
   * @param code the close code: of the other side, 1006 if it vanished without one
   */
  void closed(Connection connection, int code, String reason);
}
