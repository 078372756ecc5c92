package io.mycel.itest.framework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Lease;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** A client over a real socket that greets as generation B does and then speaks Core RPC. */
final class WebSocketPeer implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private final StringBuilder text = new StringBuilder();
  private final RpcEngine engine;
  private final WebSocket socket;
  private final Peer peer;

  WebSocketPeer(URI base, String clientId, RpcEngine engine) throws Exception {
    this.engine = engine;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws" + base.toString().substring(4) + "/ws"), this)
            .get(10, TimeUnit.SECONDS);
    socket.sendText(JSON.writeValueAsString(Map.of("client_id", clientId)), true);
    JsonNode info = greeting.get(10, TimeUnit.SECONDS);
    peer =
        new Peer(
            info.get("workspace").asText(),
            clientId,
            "*/" + info.get("manager_id").asText(),
            this::send,
            executor,
            engine);
  }

  Peer peer() {
    return peer;
  }

  private boolean send(ByteBuffer head, ByteBuffer tail) {
    ByteBuffer whole = ByteBuffer.allocate(head.remaining() + tail.remaining());
    whole.put(head).put(tail).flip();
    socket.sendBinary(whole, true);
    return true;
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      try {
        greeting.complete(JSON.readTree(text.toString()));
      } catch (IOException e) {
        greeting.completeExceptionally(e);
      }
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    frame.writeBytes(part);
    if (last) {
      ByteBuffer whole = ByteBuffer.wrap(frame.toByteArray());
      frame.reset();
      int border = lengthOfFirstMap(whole);
      engine.receive(
          peer,
          whole.slice(0, border),
          whole.slice(border, whole.remaining() - border),
          Lease.NONE);
    }
    webSocket.request(1);
    return null;
  }

  private static int lengthOfFirstMap(ByteBuffer whole) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(whole.duplicate())) {
      unpacker.skipValue();
      return (int) unpacker.getTotalReadBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a frame of the hub", e);
    }
  }

  @Override
  public void close() {
    peer.close("the test ends");
    socket.abort();
    executor.shutdown();
  }
}
