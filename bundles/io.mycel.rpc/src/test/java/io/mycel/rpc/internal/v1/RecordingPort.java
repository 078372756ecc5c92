package io.mycel.rpc.internal.v1;

import io.mycel.api.transport.MessagePort;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** A port whose other end is the test: it sees what was sent and says what arrives. */
final class RecordingPort implements MessagePort {
  final Deque<Map<String, Object>> sent = new ArrayDeque<>();
  private Receiver receiver;
  private String closed;
  private int room = Integer.MAX_VALUE;

  /** After so many messages it is full. */
  void fullAfter(int messages) {
    room = messages;
  }

  void arrive(Map<String, Object> message) {
    receiver.received(message);
  }

  @Override
  public boolean send(Map<String, Object> message) {
    if (closed != null || room == 0) {
      return false;
    }
    room--;
    sent.add(message);
    return true;
  }

  @Override
  public void deliverTo(Receiver newReceiver) {
    receiver = newReceiver;
  }

  @Override
  public void close(String reason) {
    if (closed == null) {
      closed = reason;
      receiver.closed(reason);
    }
  }

  @Override
  public boolean isOpen() {
    return closed == null;
  }

  String closed() {
    return closed;
  }
}
