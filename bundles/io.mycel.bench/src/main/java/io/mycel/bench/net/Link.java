package io.mycel.bench.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A TCP connection on a {@link Loop}; what its bytes mean is its subclasses' business. */
public abstract class Link {
  private static final long MAX_QUEUED_BYTES = 512L << 20;

  private final Loop loop;
  private final SocketChannel channel;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private SelectionKey key;
  private ByteBuffer partial;
  private boolean closed;

  /**
   * Not connected yet.
   *
   * @param receiveBufferBytes of the socket; 0 for the system's own
   */
  protected Link(Loop loop, int receiveBufferBytes) {
    this.loop = loop;
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (receiveBufferBytes > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("no socket", e);
    }
  }

  /** The loop it lives on. */
  public final Loop loop() {
    return loop;
  }

  /** Begins to connect, from any thread. */
  protected final void connect(InetSocketAddress address) {
    loop.execute(
        () -> {
          try {
            boolean at_once = channel.connect(address);
            key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
            if (at_once) {
              connected();
            }
          } catch (IOException e) {
            drop(e.toString());
          }
        });
  }

  private void connected() {
    key.interestOps(SelectionKey.OP_READ);
    opened();
  }

  final void ready(SelectionKey ready) {
    try {
      if (ready.isConnectable() && channel.finishConnect()) {
        connected();
      }
      if (ready.isValid() && ready.isWritable()) {
        writeOn();
      }
      if (ready.isValid() && ready.isReadable()) {
        readOn();
      }
    } catch (IOException | RuntimeException e) {
      drop(e.toString());
    }
  }

  private void readOn() throws IOException {
    ByteBuffer in = partial != null ? partial : loop.reading();
    int count = channel.read(in);
    if (count < 0) {
      drop("the server closed the connection");
      return;
    }
    in.flip();
    int wanted = received(in);
    if (closed) {
      return;
    }
    if (in.hasRemaining()) {
      keep(in, wanted);
    } else if (partial != null) {
      loop.give(partial);
      partial = null;
    }
  }

  /** Keeps the begin of something until its rest comes. */
  private void keep(ByteBuffer in, int wanted) {
    if (in == partial && in.capacity() >= wanted) {
      in.compact();
      return;
    }
    ByteBuffer larger = loop.take(Math.max(wanted, in.remaining() + 1)).put(in);
    if (partial != null) {
      loop.give(partial);
    }
    partial = larger;
  }

  /** Sends bytes that do not change until they are written. */
  protected final void write(ByteBuffer bytes) {
    if (push(bytes)) {
      queue(bytes);
    }
  }

  /** Sends bytes of memory that is used again as soon as this returns. */
  protected final void writeNow(ByteBuffer bytes) {
    if (push(bytes)) {
      queue(ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip());
    }
  }

  /** Writes what can be written at once; true if something is left. */
  private boolean push(ByteBuffer bytes) {
    if (closed) {
      return false;
    }
    try {
      if (waiting.isEmpty()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      drop(e.toString());
      return false;
    }
    return bytes.hasRemaining();
  }

  private void queue(ByteBuffer bytes) {
    waitingBytes += bytes.remaining();
    if (waitingBytes > MAX_QUEUED_BYTES) {
      drop("the server does not read: " + waitingBytes + " bytes wait");
      return;
    }
    waiting.add(bytes);
    key.interestOpsOr(SelectionKey.OP_WRITE);
  }

  private void writeOn() throws IOException {
    while (!waiting.isEmpty()) {
      ByteBuffer first = waiting.peek();
      waitingBytes -= channel.write(first);
      if (first.hasRemaining()) {
        return;
      }
      waiting.remove();
    }
    key.interestOpsAnd(~SelectionKey.OP_WRITE);
  }

  /** Bytes accepted and not yet written; on the loop's thread. */
  public final long waitingBytes() {
    return waitingBytes;
  }

  /** Reads no more, or reads on; on the loop's thread. */
  public final void reading(boolean on) {
    if (!closed && key != null) {
      if (on) {
        key.interestOpsOr(SelectionKey.OP_READ);
      } else {
        key.interestOpsAnd(~SelectionKey.OP_READ);
      }
    }
  }

  /** Reads and throws away so many bytes at most, for a reader that is slow; on the loop. */
  public final int sip(int bytes) {
    try {
      return closed ? -1 : channel.read(loop.reading().limit(bytes));
    } catch (IOException e) {
      drop(e.toString());
      return -1;
    }
  }

  /** Ends the connection at once, without a word; on the loop's thread. */
  public final void drop(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      reason = reason + " (" + e + ")";
    }
    if (partial != null) {
      loop.give(partial);
      partial = null;
    }
    waiting.clear();
    closed(reason);
  }

  /** Whether it has ended. */
  public final boolean isClosed() {
    return closed;
  }

  /** The connection is up. */
  protected abstract void opened();

  /**
   * Bytes have come. Takes what is complete, by moving the position.
   *
   * @return how many bytes the next complete thing will take, as far as known
   */
  protected abstract int received(ByteBuffer in);

  /** The connection has ended. Called once. */
  protected abstract void closed(String reason);
}
