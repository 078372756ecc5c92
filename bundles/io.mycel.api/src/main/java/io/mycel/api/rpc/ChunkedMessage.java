package io.mycel.api.rpc;

import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that arrives in pieces. Pieces are kept as views of their frames and copied once, when
 * the message is put together. Not safe for several threads: guarded by its own monitor.
 */
public final class ChunkedMessage {
  /** Sender and the sender's name for the message. */
  public record Key(String from, String key) {}

  private record Piece(ByteBuffer data, Lease lease) {}

  private final List<Piece> pieces = new ArrayList<>();
  private long bytes;
  private boolean ended;
  private volatile long lastUsed;

  /** An empty message. */
  public ChunkedMessage(long now) {
    lastUsed = now;
  }

  /** Bytes of all pieces so far. */
  public synchronized long bytes() {
    return bytes;
  }

  /** The index that an appended piece gets. */
  public synchronized int nextIndex() {
    return pieces.size();
  }

  /** When the last piece came. */
  public long lastUsed() {
    return lastUsed;
  }

  /**
   * Puts a piece in its place; a second piece with the same index replaces the first.
   *
   * @param index from 0
   * @param lease for the memory of the piece; used when the message ends
   * @return by how many bytes the message has grown
   */
  public synchronized long set(int index, ByteBuffer data, Lease lease, long now) {
    if (ended) {
      lease.release();
      return 0;
    }
    lastUsed = now;
    while (pieces.size() <= index) {
      pieces.add(null);
    }
    Piece old = pieces.set(index, new Piece(data, lease));
    long growth = data.remaining();
    if (old != null) {
      growth -= old.data.remaining();
      old.lease.release();
    }
    bytes += growth;
    return growth;
  }

  /**
   * Puts the message together and ends it.
   *
   * @throws RpcException of kind DATA if a piece is missing
   */
  public synchronized ByteBuffer assemble() {
    int missing = pieces.indexOf(null);
    if (missing >= 0) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "chunked message: piece " + missing + " of " + pieces.size() + " is missing");
    }
    ByteBuffer whole = room();
    for (Piece piece : pieces) {
      whole.put(piece.data.duplicate());
    }
    end();
    return whole.flip();
  }

  private ByteBuffer room() {
    try {
      return ByteBuffer.allocate((int) bytes);
    } catch (OutOfMemoryError e) {
      // one large array that there is no room for does no harm to anything else
      throw new RpcException(
          RpcException.Kind.DATA,
          "chunked message: no memory for "
              + bytes
              + " bytes in one piece; send less, or give the receiver's JVM more heap (-Xmx)");
    }
  }

  /**
   * Lets go of all pieces.
   *
   * @return the bytes they had
   */
  public synchronized long end() {
    long held = bytes;
    bytes = 0;
    ended = true;
    for (Piece piece : pieces) {
      if (piece != null) {
        piece.lease.release();
      }
    }
    pieces.clear();
    return held;
  }
}
