package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Connection;
import io.mycel.api.transport.Lease;
import io.mycel.api.transport.Opening;
import io.mycel.transport.jetty.internal.BufferPool.Block;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A WebSocket as the hub sees it: what it sends goes to the {@link FrameWriter}, what arrived comes
 * from the {@link Inbox}, and the two halves of the close handshake meet here.
 */
public final class WebSocketConnection implements Connection {
  private static final int CLOSE_SECONDS = 5;
  private static final int MAX_REASON_BYTES = 123;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** How far the end has come. */
  private enum State {
    OPEN,
    /** Our close frame is queued. */
    CLOSING,
    /** Our close frame is written. */
    CLOSE_SENT,
    /** The socket is closed. */
    CLOSED
  }

  private final Opening opening;
  private final EndPoint endPoint;
  private final Shared shared;
  private final WebSocketReader reader;
  private final FrameWriter writer;
  private final MessageDeflater deflater;
  private final Inbox inbox;
  private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final AtomicBoolean endTold = new AtomicBoolean();
  private volatile boolean peerClosed;
  private volatile boolean abandonAfterClose;
  private volatile Scheduler.Task closeTimer;

  /**
   * The connection of a reader.
   *
   * @param deflater compresses what is sent; null if that was not agreed on
   */
  WebSocketConnection(
      Opening opening,
      EndPoint endPoint,
      Shared shared,
      WebSocketReader reader,
      MessageDeflater deflater) {
    this.opening = opening;
    this.endPoint = endPoint;
    this.shared = shared;
    this.reader = reader;
    this.deflater = deflater;
    this.inbox =
        new Inbox(
            this,
            shared.gate(),
            shared.limits().maxParkedBytes(),
            reader::resumeIfRoom,
            () -> shared.connections().endTold(this));
    this.writer =
        new FrameWriter(
            endPoint,
            shared.io(),
            shared.corks(),
            shared.counters(),
            shared.limits().maxQueuedBytes(),
            this::closeWritten,
            this::writeFailed);
  }

  @Override
  public Opening opening() {
    return opening;
  }

  @Override
  public boolean send(ByteBuffer head, ByteBuffer tail, Lease lease) {
    Block small = deflater != null && isOpen() ? deflater.deflate(head, tail) : null;
    if (small == null) {
      return send(Outgoing.of(Opcode.BINARY, head, tail, lease));
    }
    shared
        .counters()
        .compressed((long) head.remaining() + tail.remaining(), small.bytes().remaining());
    boolean sent = send(Outgoing.compressed(Opcode.BINARY, small));
    lease.release();
    return sent;
  }

  @Override
  public boolean send(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    return send(Outgoing.of(Opcode.TEXT, bytes));
  }

  private boolean send(Outgoing frame) {
    if (state.get() != State.OPEN) {
      writer.refuse(frame);
      return false;
    }
    return writer.offer(frame);
  }

  @Override
  public void close(int code, String reason) {
    if (code == CloseCode.ABNORMAL) {
      endPoint.close();
      return;
    }
    if (!CloseCode.isSendable(code)) {
      throw new IllegalArgumentException("a close frame cannot carry code " + code);
    }
    if (!state.compareAndSet(State.OPEN, State.CLOSING)) {
      return;
    }
    // The timer first: the frame may be written, and the socket closed, before offer returns.
    closeTimer = shared.scheduler().schedule(endPoint::close, CLOSE_SECONDS, TimeUnit.SECONDS);
    writer.offerControl(Outgoing.of(Opcode.CLOSE, closePayload(code, reason)));
    if (state.get() == State.CLOSED) {
      closeTimer.cancel();
    }
  }

  private static ByteBuffer closePayload(int code, String reason) {
    if (code == CloseCode.NO_STATUS) {
      return NOTHING.duplicate();
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, MAX_REASON_BYTES);
    // A character that does not fit whole is left out: a continuation byte is 10xxxxxx.
    while (length < text.length && length > 0 && (text[length] & 0xC0) == 0x80) {
      length--;
    }
    return ByteBuffer.allocate(2 + length).putShort((short) code).put(text, 0, length).flip();
  }

  @Override
  public boolean isOpen() {
    return state.get() == State.OPEN;
  }

  @Override
  public long queuedBytes() {
    return writer.queuedBytes();
  }

  @Override
  public long writtenBytes() {
    return writer.writtenBytes();
  }

  @Override
  public void whenDrained(long bytes, Runnable action) {
    writer.whenDrained(bytes, action);
  }

  @Override
  public void pauseReading() {
    reader.pause();
  }

  @Override
  public void resumeReading() {
    reader.resume();
  }

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

  /** Tells the handler that is bound now what it has not been told yet. */
  public void deliver() {
    inbox.deliver();
  }

  /** Drops what no handler will take any more: the transport stops. */
  public void discard() {
    inbox.discard();
  }

  /** Looks whether the peer is still there; see {@link WebSocketReader#look}. */
  public void look(int maxSilentLooks) {
    reader.look(maxSilentLooks);
  }

  void opened() {
    shared.counters().connectionOpened();
    if (!shared.connections().add(this)) {
      // Who comes back while the server is about to go is not back yet: the hub goes on waiting.
      inbox.refuse();
      close(CloseCode.SERVICE_RESTART, "the server stops, connect again");
      return;
    }
    inbox.deliver();
  }

  void arrived(List<Arrival> arrivals) {
    inbox.put(arrivals);
  }

  /** Bytes that arrived and wait for a handler. */
  public long parkedBytes() {
    return inbox.bytes();
  }

  boolean isInboxFull() {
    return inbox.isFull();
  }

  void ping() {
    writer.offer(Outgoing.of(Opcode.PING, NOTHING.duplicate()));
  }

  void pong(ByteBuffer payload) {
    writer.offer(Outgoing.of(Opcode.PONG, payload));
  }

  /** The other side's close frame arrived: it is answered with its own code. */
  void peerClosed(int code, String reason) {
    peerClosed = true;
    tellEnd(code, reason);
    if (state.compareAndSet(State.OPEN, State.CLOSING)) {
      closeTimer = shared.scheduler().schedule(endPoint::close, CLOSE_SECONDS, TimeUnit.SECONDS);
      writer.offerControl(Outgoing.of(Opcode.CLOSE, closePayload(code, "")));
    } else if (state.get() == State.CLOSE_SENT) {
      endPoint.close();
    }
  }

  /** The other side broke the rules: nothing it says is read any more. */
  void failed(int code, String reason) {
    abandonAfterClose = true;
    close(code, reason);
  }

  private void closeWritten() {
    state.compareAndSet(State.CLOSING, State.CLOSE_SENT);
    if (peerClosed) {
      endPoint.close();
    } else if (abandonAfterClose) {
      // A close of the whole socket could destroy the frame on its way (RFC 6455 section 7.1.1).
      endPoint.shutdownOutput();
    }
  }

  private void writeFailed(Throwable cause) {
    endPoint.close(cause);
  }

  /** The socket is gone. */
  void socketClosed(Throwable cause) {
    state.set(State.CLOSED);
    Scheduler.Task timer = closeTimer;
    if (timer != null) {
      timer.cancel();
    }
    writer.end();
    shared.connections().socketClosed(this);
    tellEnd(CloseCode.ABNORMAL, cause == null ? "connection lost" : String.valueOf(cause));
  }

  private void tellEnd(int code, String reason) {
    if (endTold.compareAndSet(false, true)) {
      inbox.put(List.of(new Arrival.Closed(code, reason)));
    }
  }

  @Override
  public String toString() {
    return "WebSocket of " + opening.remoteAddress();
  }
}
