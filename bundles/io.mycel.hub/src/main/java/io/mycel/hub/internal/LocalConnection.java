package io.mycel.hub.internal;

import io.mycel.api.transport.Connection;
import io.mycel.api.transport.Lease;
import io.mycel.api.transport.Opening;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connection of a client of this JVM: a frame sent to it is received at once, on the sender's
 * thread, and never copied.
 */
final class LocalConnection implements Connection {
  private static final Opening OPENING = new Opening("", Map.of(), Map.of(), "local");

  private final Receiver receiver;
  private final Map<Class<?>, Object> attachments;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private volatile Runnable onClose = () -> {};

  /** Takes the frames. */
  @FunctionalInterface
  interface Receiver {
    /** One frame: its first map, the rest of it, and the leave to use the memory of both. */
    void receive(ByteBuffer main, ByteBuffer extra, Lease lease);
  }

  /**
   * An open connection.
   *
   * @param attachments what hubs keep with it, which may outlive this one
   */
  LocalConnection(Receiver receiver, Map<Class<?>, Object> attachments) {
    this.receiver = receiver;
    this.attachments = attachments;
  }

  /** Names what is run once, when either side closes it. */
  void onClose(Runnable action) {
    onClose = action;
  }

  @Override
  public Opening opening() {
    return OPENING;
  }

  @Override
  public boolean send(ByteBuffer head, ByteBuffer tail, Lease lease) {
    if (!open.get()) {
      lease.release();
      return false;
    }
    int end;
    try {
      end = FrameHead.scan(head).end();
    } catch (BrokenFrameException e) {
      lease.release();
      throw new IllegalArgumentException(
          "a frame of this hub cannot be read: " + e.getMessage(), e);
    }
    ByteBuffer main = head.duplicate().limit(end);
    ByteBuffer rest = head.duplicate().position(end);
    receiver.receive(main, Buffers.join(rest, tail), lease);
    return true;
  }

  @Override
  public boolean send(String text) {
    return open.get();
  }

  @Override
  public void close(int code, String reason) {
    if (open.compareAndSet(true, false)) {
      onClose.run();
    }
  }

  @Override
  public boolean isOpen() {
    return open.get();
  }

  @Override
  public long queuedBytes() {
    return 0;
  }

  @Override
  public long writtenBytes() {
    return 0;
  }

  @Override
  public void whenDrained(long bytes, Runnable action) {
    action.run();
  }

  /**
   * Nothing is read here: a client of this JVM is told at once that the other side takes no more.
   */
  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return Optional.ofNullable(type.cast(attachments.get(type)));
  }

  @Override
  public <T> void attach(Class<T> type, T value) {
    if (value == null) {
      attachments.remove(type);
    } else {
      attachments.put(type, value);
    }
  }
}
