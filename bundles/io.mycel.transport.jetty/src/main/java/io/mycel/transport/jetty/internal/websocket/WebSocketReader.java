package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Opening;
import io.mycel.transport.jetty.internal.BufferPool.Block;
import io.mycel.transport.jetty.internal.PoolExhaustedException;
import io.mycel.transport.jetty.internal.Share;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one WebSocket: whatever a read brings is parsed, and all its messages are handed over
 * together. It runs on the selector's thread, since nobody it calls may block.
 */
final class WebSocketReader extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
  private static final Logger log = LoggerFactory.getLogger(WebSocketReader.class);

  private static final int READ_BYTES = 32 * 1024;

  /** After this much the others of this selector get their turn. */
  private static final int TURN_BYTES = 1024 * 1024;

  private final Shared shared;
  private final WebSocketConnection connection;
  private final FrameParser parser;
  private final Collector collector;
  private final Turn turn;
  private final AtomicBoolean waitsForRoom = new AtomicBoolean();
  private volatile boolean paused;
  private ByteBuffer upgraded;
  private boolean deaf;

  /** How many looks of the watch in a row heard nothing. */
  private int silentLooks;

  private volatile boolean heard = true;

  /**
   * A reader of a socket that is being upgraded.
   *
   * @param deflate what was agreed on about compression; null if nothing
   */
  WebSocketReader(
      EndPoint endPoint,
      Executor executor,
      Opening opening,
      Shared shared,
      DeflateAgreement deflate) {
    super(endPoint, executor);
    this.shared = shared;
    boolean plain = deflate == null;
    MessageDeflater deflater =
        plain ? null : new MessageDeflater(shared.zlib(), shared.frames(), deflate.windowBits());
    Share share = shared.frames().share();
    MessageInflater inflater = plain ? null : new MessageInflater(shared.zlib(), share);
    this.connection = new WebSocketConnection(opening, endPoint, shared, this, deflater);
    this.parser = new FrameParser(shared.limits(), share, inflater);
    this.collector = new Collector(connection, shared);
    this.turn = new Turn(parser::release);
  }

  WebSocketConnection connection() {
    return connection;
  }

  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    upgraded = buffer;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    getEndPoint().setIdleTimeout(0);
    connection.opened();
    if (upgraded != null && turn.begin()) {
      try {
        parse(upgraded);
        collector.handOver();
      } finally {
        upgraded = null;
        turn.end();
      }
    }
    awaitInput();
  }

  @Override
  public void onFillable() {
    if (!turn.begin()) {
      return;
    }
    boolean open = false;
    Exception failure = null;
    try {
      open = readTurn();
    } catch (IOException | PoolExhaustedException e) {
      failure = e;
    } finally {
      turn.end();
    }
    // After the turn: the memory is given back before anybody is told of the end.
    if (open) {
      awaitInput();
    } else {
      getEndPoint().close(failure);
    }
  }

  /** Reads while there is something, for a turn; false at the end of the stream. */
  private boolean readTurn() throws IOException, PoolExhaustedException {
    int budget = TURN_BYTES;
    while (budget > 0 && !mustWait()) {
      int count = readOnce();
      if (count < 0) {
        return false;
      }
      if (count == 0) {
        return true;
      }
      budget -= count;
    }
    return true;
  }

  /** Reads once; how many bytes if more may be there, 0 if not, -1 at the end. */
  private int readOnce() throws IOException, PoolExhaustedException {
    ByteBuffer target = deaf ? null : parser.target();
    if (target != null) {
      int count = getEndPoint().fill(target);
      if (count > 0) {
        heard = true;
        targetFilled();
        collector.handOver();
      }
      return count;
    }
    Block block = shared.io().acquire(READ_BYTES);
    try {
      ByteBuffer buffer = block.bytes().limit(0);
      int count = getEndPoint().fill(buffer);
      if (count > 0) {
        heard = true;
        parse(buffer);
        collector.handOver();
      }
      // A read that did not fill its buffer emptied the socket; the selector knows of what comes.
      return count < READ_BYTES && count > 0 && parser.target() == null ? 0 : count;
    } finally {
      block.release();
    }
  }

  private void parse(ByteBuffer buffer) {
    if (deaf) {
      return;
    }
    try {
      parser.parse(buffer, collector);
    } catch (WebSocketException e) {
      fail(e);
    }
  }

  private void targetFilled() {
    try {
      parser.targetFilled(collector);
    } catch (WebSocketException e) {
      fail(e);
    }
  }

  private void fail(WebSocketException e) {
    log.info("{} is closed with {}: {}", connection, e.code(), e.getMessage());
    deaf = true;
    parser.release();
    collector.handOver();
    connection.failed(e.code(), e.getMessage());
  }

  private boolean mustWait() {
    return paused || connection.isInboxFull();
  }

  private void awaitInput() {
    if (!mustWait()) {
      fillInterested();
      return;
    }
    waitsForRoom.set(true);
    resumeIfRoom();
  }

  void resumeIfRoom() {
    if (!mustWait() && waitsForRoom.compareAndSet(true, false)) {
      fillInterested();
    }
  }

  /** Reads no more until {@link #resume}: what this client sends has nowhere to go. */
  void pause() {
    paused = true;
  }

  /** Reads on. */
  void resume() {
    paused = false;
    resumeIfRoom();
  }

  /**
   * One look of the watch for peers that vanished without a word: silence since the last look is
   * answered with a ping, and too much of it ends the connection.
   */
  void look(int maxSilentLooks) {
    if (heard || waitsForRoom.get()) {
      heard = false;
      silentLooks = 0;
      return;
    }
    silentLooks++;
    if (silentLooks > maxSilentLooks) {
      log.info("{} is closed: nothing was heard from it, {} pings", connection, maxSilentLooks);
      getEndPoint().close(new TimeoutException("no answer to " + maxSilentLooks + " pings"));
    } else {
      connection.ping();
    }
  }

  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    return false;
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    getEndPoint().close(cause);
  }

  @Override
  public void onClose(Throwable cause) {
    super.onClose(cause);
    turn.close();
    connection.socketClosed(cause);
  }
}
