package io.mycel.transport.jetty.internal;

import io.mycel.api.transport.Admission;
import io.mycel.api.transport.Connection;
import io.mycel.api.transport.ConnectionHandler;
import io.mycel.api.transport.Lease;
import io.mycel.api.transport.Opening;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what happens and echoes what arrives; a test overrides what it needs otherwise. */
public class RecordingHandler implements ConnectionHandler {
  public final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  public final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();

  @Override
  public Admission admit(Opening opening) {
    return new Admission.Accepted();
  }

  @Override
  public void opened(Connection connection) {
    events.add("opened");
    opened.add(connection);
  }

  @Override
  public void received(Connection connection, ByteBuffer frame, Lease lease) {
    connection.send(ByteBuffer.allocate(0), frame, lease);
  }

  @Override
  public void received(Connection connection, String text) {
    events.add("text " + text);
    connection.send(text);
  }

  @Override
  public void closed(Connection connection, int code, String reason) {
    events.add("closed " + code);
  }

  public Connection awaitOpened() throws InterruptedException {
    Connection connection = opened.poll(10, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("no connection was opened; events: " + events);
    }
    return connection;
  }

  /** Waits for an event and drops those before it. */
  public String await(String start) throws InterruptedException {
    while (true) {
      String event = events.poll(10, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event '" + start + "'");
      }
      if (event.startsWith(start)) {
        return event;
      }
    }
  }
}
