package io.mycel.api.transport;

import java.util.Map;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One end of a channel that carries objects instead of bytes: a worker's {@code postMessage}, a
 * plugin in this JVM, a Jupyter comm. A message is a tree of maps with text keys, lists, texts,
 * numbers, booleans, nulls, {@link java.nio.ByteBuffer}s and {@link java.time.Instant}s; whatever
 * else both ends know passes too.
 *
 * <p>Order is kept. All methods may be called from any thread and none blocks. A message belongs to
 * the receiver once it is sent: neither end changes it afterwards, nor the buffers in it.
 */
@ConsumerType
public interface MessagePort {

  /** Takes what arrives; called for one message at a time, and last with {@code closed}. */
  @ConsumerType
  interface Receiver {
    /** A message from the other end. Must not block. */
    void received(Map<String, Object> message);

    /** Either end has closed: nothing arrives any more. Called once. */
    void closed(String reason);
  }

  /** The two ends of a channel. */
  record Pair(MessagePort core, MessagePort plugin) {}

  /**
   * Sends a message after everything sent before.
   *
   * @return false if the port is closed or full, so that the message was dropped
   */
  boolean send(Map<String, Object> message);

  /** Begins to deliver, with what has arrived so far. Called once. */
  void deliverTo(Receiver receiver);

  /**
   * Closes both ends. What was sent before is still delivered.
   *
   * @param reason a line for a person
   */
  void close(String reason);

  /** False as soon as either end has closed. */
  boolean isOpen();

  /**
   * Two ends within this JVM.
   *
   * @param executor delivers the messages, one at a time for each end
   * @param capacity messages that may wait at one end, at least 1
   */
  static Pair inMemory(Executor executor, int capacity) {
    return MemoryPort.pair(executor, capacity);
  }
}
