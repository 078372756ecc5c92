package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what one read brings, to hand it over together; answers what needs no handler. What comes
 * after either side began to close is dropped.
 */
final class Collector implements FrameSink {
  private final WebSocketConnection connection;
  private final Shared shared;
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Runnable handOverAll = this::handOverAll;

  Collector(WebSocketConnection connection, Shared shared) {
    this.connection = connection;
    this.shared = shared;
  }

  /** Hands over what is there; what the handler sends meanwhile leaves afterwards in one write. */
  void handOver() {
    if (!arrivals.isEmpty()) {
      shared.corks().whileCorked(handOverAll);
    }
  }

  private void handOverAll() {
    connection.arrived(arrivals);
    arrivals.clear();
  }

  @Override
  public void binary(ByteBuffer message, Lease lease) {
    if (connection.isOpen()) {
      shared.counters().received(message.remaining());
      arrivals.add(new Arrival.Binary(message, lease, message.remaining()));
    } else {
      lease.release();
    }
  }

  @Override
  public void text(String message, int bytes) {
    if (connection.isOpen()) {
      shared.counters().received(bytes);
      arrivals.add(new Arrival.Text(message, bytes));
    }
  }

  @Override
  public void ping(ByteBuffer payload) {
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
    connection.pong(copy.put(payload).flip());
  }

  @Override
  public void pong() {
    // The reader notes for every read that the peer is there.
  }

  @Override
  public void close(int code, String reason) {
    handOver();
    connection.peerClosed(code, reason);
  }
}
