package io.mycel.bench.micro;

import io.mycel.api.transport.Connection;
import io.mycel.api.transport.ConnectionHandler;
import io.mycel.api.transport.Lease;
import io.mycel.api.transport.Opening;
import io.mycel.bench.load.Json;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A client of generation B without a socket, which counts what it gets. */
public final class SilentConnection implements Connection {
  private final Opening opening = new Opening("/ws", Map.of(), Map.of(), "bench:1");
  private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
  private String address;
  private long frames;
  private long bytes;

  private SilentConnection() {}

  /** Connects to a hub. */
  public static SilentConnection open(ConnectionHandler hub, String clientId, String workspace) {
    SilentConnection connection = new SilentConnection();
    hub.admit(connection.opening);
    hub.opened(connection);
    String space = workspace == null ? "null" : '"' + workspace + '"';
    hub.received(
        connection,
        "{\"client_id\":\"%s\",\"workspace\":%s,\"token\":null,\"reconnection_token\":null}"
            .formatted(clientId, space));
    if (connection.address == null) {
      throw new IllegalStateException("the hub did not let " + clientId + " in");
    }
    return connection;
  }

  /** {@code workspace/id}. */
  public String address() {
    return address;
  }

  /** Frames that were sent to it. */
  public long frames() {
    return frames;
  }

  /** Their bytes. */
  public long bytes() {
    return bytes;
  }

  @Override
  public boolean send(ByteBuffer head, ByteBuffer tail, Lease lease) {
    frames++;
    bytes += head.remaining() + tail.remaining();
    lease.release();
    return true;
  }

  @Override
  public boolean send(String text) {
    var greeting = Json.read(text);
    if ("connection_info".equals(greeting.path("type").asText())) {
      address = greeting.path("workspace").asText() + "/" + greeting.path("client_id").asText();
    }
    return true;
  }

  @Override
  public Opening opening() {
    return opening;
  }

  @Override
  public void close(int code, String reason) {
    throw new IllegalStateException("the hub closed a connection: " + code + " " + reason);
  }

  @Override
  public boolean isOpen() {
    return true;
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
  public void whenDrained(long atMost, Runnable action) {
    action.run();
  }

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
