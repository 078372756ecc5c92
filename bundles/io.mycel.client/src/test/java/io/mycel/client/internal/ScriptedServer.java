package io.mycel.client.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.transport.Admission;
import io.mycel.api.transport.Connection;
import io.mycel.api.transport.ConnectionHandler;
import io.mycel.api.transport.Lease;
import io.mycel.api.transport.Opening;
import io.mycel.rpc.FrameEngine;
import io.mycel.rpc.RpcEngines;
import io.mycel.transport.jetty.internal.JettyTransport;
import io.mycel.transport.jetty.internal.TransportConfig;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server on a real socket that does what a test says: greets, stays silent, refuses, breaks. Once
 * it has greeted, it answers every call of a manager with null, and no other call.
 */
final class ScriptedServer implements ConnectionHandler, AutoCloseable {
  static final String MANAGER = "*/manager-";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the server does with the first text of a client. */
  @FunctionalInterface
  interface Greeting {
    void answer(Connection connection, JsonNode hello);
  }

  final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
  final BlockingQueue<JsonNode> hellos = new LinkedBlockingQueue<>();
  final BlockingQueue<JsonNode> texts = new LinkedBlockingQueue<>();
  final BlockingQueue<Map<?, ?>> calls = new LinkedBlockingQueue<>();
  final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
  volatile Greeting greeting = (connection, hello) -> greet(connection, "1");
  volatile Admission admission = new Admission.Accepted();
  private final JettyTransport transport;
  private final FrameEngine engine = RpcEngines.create(RpcLimits.defaults());

  ScriptedServer() {
    this(0);
  }

  ScriptedServer(int port) {
    transport =
        new JettyTransport(
            (TransportConfig)
                Proxy.newProxyInstance(
                    TransportConfig.class.getClassLoader(),
                    new Class<?>[] {TransportConfig.class},
                    (proxy, method, args) ->
                        method.getName().equals("port")
                            ? (Object) port
                            : method.getDefaultValue()));
    transport.bindHandler(this);
    transport.listen();
  }

  String url() {
    return transport.uri().orElseThrow().toString();
  }

  /** Lets a client in; each generation of the server has another manager. */
  static void greet(Connection connection, String generation) {
    connection.send(
        "{\"type\":\"connection_info\",\"workspace\":\"ws\",\"client_id\":\"me\",\"manager_id\":\""
            + "manager-"
            + generation
            + "\",\"user\":{\"id\":\"somebody\"},\"reconnection_token\":\"token-"
            + generation
            + "\",\"reconnection_token_life_time\":172800.0,\"public_base_url\":\"http://here\"}");
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within 10 s");
    }
    return next;
  }

  /** The next call of a method, by the end of its name. */
  Map<?, ?> call(String method) throws InterruptedException {
    for (Map<?, ?> call = next(calls); ; call = next(calls)) {
      if (call.get("method").toString().endsWith(method)) {
        return call;
      }
    }
  }

  /** Sends a frame of one or two maps. */
  void send(Connection connection, Map<String, Object> main, Map<String, Object> extra) {
    connection.send(
        engine.pack(main), extra == null ? ByteBuffer.allocate(0) : engine.pack(extra), Lease.NONE);
  }

  @Override
  public Admission admit(Opening opening) {
    return admission;
  }

  @Override
  public void opened(Connection connection) {
    connections.add(connection);
  }

  @Override
  public void received(Connection connection, ByteBuffer frame, Lease lease) {
    ByteBuffer copy = ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip();
    lease.release();
    Map<?, ?> main = main(copy);
    calls.add(main);
    if (main.get("to").toString().startsWith("*/")) {
      Map<String, Object> reply = new LinkedHashMap<>();
      reply.put("type", "method");
      reply.put("from", main.get("to"));
      reply.put("to", "ws/me");
      reply.put("method", main.get("session") + ".resolve");
      send(connection, reply, Map.of("args", List.of("answer")));
    }
  }

  /** The first map of a frame: read as an array of one map, or else of two. */
  private Map<?, ?> main(ByteBuffer frame) {
    ByteBuffer array =
        ByteBuffer.allocate(frame.remaining() + 1).put((byte) 0x91).put(frame).flip();
    try {
      return (Map<?, ?>) ((List<?>) engine.unpack(array)).get(0);
    } catch (RpcException e) {
      array.put(0, (byte) 0x92); // there is a second one
      return (Map<?, ?>) ((List<?>) engine.unpack(array)).get(0);
    }
  }

  @Override
  public void received(Connection connection, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.has("client_id")) {
        hellos.add(node);
        greeting.answer(connection, node);
      } else {
        texts.add(node);
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void closed(Connection connection, int code, String reason) {
    closes.add(code);
  }

  @Override
  public void close() {
    transport.stop();
    engine.close();
  }
}
