package io.mycel.api.transport;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One connected client, seen from the hub's side: a socket of the transport, or a peer inside this
 * JVM.
 *
 * <p>State follows the connection and not the bundle that works on it: what the hub and the RPC
 * engine know of a client is attached here, in types of the JDK and of {@code io.mycel.api} only,
 * so that either can be replaced while the socket stays open.
 *
 * <p>All methods may be called from any thread and none blocks.
 */
@ProviderType
public interface Connection {

  /** How this connection was opened. */
  Opening opening();

  /**
   * Sends one binary frame, the bytes of {@code head} followed by those of {@code tail}, after
   * everything sent before. The buffers are not touched by the caller again. Frames sent by one
   * thread arrive in that order. The lease is used exactly once: when the frame is written, or when
   * it is dropped because the connection is or gets closed.
   *
   * @param head the first bytes; position to limit
   * @param tail the rest, often a slice of a frame that arrived elsewhere; may be empty
   * @param lease the leave to use the memory of {@code tail}
   * @return false if the connection is closed or its queue is full, so that the frame was dropped
   */
  boolean send(ByteBuffer head, ByteBuffer tail, Lease lease);

  /** Sends one text frame, in order with the binary ones. */
  boolean send(String text);

  /**
   * Closes the connection after what is queued has been written, and at the latest after a few
   * seconds.
   *
   * @param code a WebSocket close code (RFC 6455 section 7.4); 1006 drops the connection at once,
   *     without a close frame
   * @param reason a line for a person, cut at 123 bytes of UTF-8
   */
  void close(int code, String reason);

  /** False as soon as either side has begun to close. */
  boolean isOpen();

  /** Bytes accepted by {@code send} and not yet written. */
  long queuedBytes();

  /**
   * Bytes written since the connection was opened. A large frame counts as its parts are written,
   * so this tells whether the client reads.
   */
  long writtenBytes();

  /**
   * Runs an action once: as soon as no more than so many bytes wait to be written, or when the
   * connection closes; at once if that is so already. The action runs on any thread and must not
   * block.
   */
  void whenDrained(long bytes, Runnable action);

  /** Reads no more from this client, so that it must stop sending, until {@link #resumeReading}. */
  void pauseReading();

  /** Reads on. */
  void resumeReading();

  /**
   * What has been attached under this type.
   *
   * @param type a class of {@code io.mycel.api} or of the JDK
   */
  <T> Optional<T> attachment(Class<T> type);

  /**
   * Attaches a value, or removes the one that is there with {@code null}. Its class is of {@code
   * io.mycel.api} or of the JDK.
   */
  <T> void attach(Class<T> type, T value);
}
