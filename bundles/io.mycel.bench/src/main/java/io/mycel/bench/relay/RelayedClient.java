package io.mycel.bench.relay;

import io.mycel.bench.load.Json;
import io.mycel.bench.wire.MalformedException;
import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.Msgpack;
import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One connection of the bare relay. It does to a message what every server has to: reads {@code
 * to}, vouches for {@code from}, {@code ws} and {@code user}, and leaves the payload alone.
 */
public final class RelayedClient implements Session.Listener {
  private static final String WORKSPACE = "ws-user-anonymouz-bench-0123456789abcdef";
  private static final String EVERYBODY = WORKSPACE + "/*";
  private static final byte[] TO = Message.ascii("to");
  private static final byte[] FROM = Message.ascii("from");
  private static final byte[] WS = Message.ascii("ws");
  private static final byte[] USER = Message.ascii("user");

  /** More bytes than this on their way, and the connection is read no further. */
  private static final long MAX_PENDING_BYTES = 8 << 20;

  private final Map<String, RelayedClient> clients;
  private final AtomicLong pending = new AtomicLong();
  private Session session;
  private String address;
  private byte[] stamp;
  private boolean paused;

  RelayedClient(Map<String, RelayedClient> clients) {
    this.clients = clients;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    session.demand();
  }

  @Override
  public void onWebSocketText(String text) {
    if (address == null) {
      String id = Json.read(text).path("client_id").asText();
      address = WORKSPACE + "/" + id;
      stamp = stamp(address, id);
      clients.put(address, this);
      Map<String, Object> greeting = new LinkedHashMap<>();
      greeting.put("type", "connection_info");
      greeting.put("manager_id", "none");
      greeting.put("workspace", WORKSPACE);
      greeting.put("public_base_url", "http://127.0.0.1");
      greeting.put("client_id", id);
      session.sendText(Json.write(greeting), Callback.NOOP);
    }
    session.demand();
  }

  /** {@code from}, {@code ws} and {@code user} as Hypha writes them for an anonymous user. */
  private static byte[] stamp(String address, String id) {
    MsgpackWriter w = new MsgpackWriter(512);
    w.entry("from", address).entry("ws", WORKSPACE).string("user").map(7);
    w.entry("id", "anonymouz-bench-0123456789abcdef").string("roles").array(1).string("anonymous");
    w.entry("is_anonymous", true).string("email").nil().string("parent").nil();
    w.string("scope").map(3).entry("current_workspace", WORKSPACE).entry("client_id", id);
    w.string("workspaces").map(1).entry(WORKSPACE, "a").string("expires_at").nil();
    ByteBuffer written = w.payload();
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return bytes;
  }

  @Override
  public void onWebSocketBinary(ByteBuffer frame, Callback callback) {
    int start = frame.position();
    int entries = Msgpack.mapSize(frame, start);
    int pos = start + Msgpack.headerSize(frame, start);
    ByteBuffer head = ByteBuffer.allocate(frame.remaining() + stamp.length + address.length() + 99);
    head.position(3);
    String target = null;
    int kept = 0;
    for (; entries > 0; entries--) {
      int value = Msgpack.skip(frame, pos);
      int next = Msgpack.skip(frame, value);
      if (Msgpack.is(frame, pos, TO)) {
        target = Msgpack.string(frame, value);
      } else if (!Msgpack.is(frame, pos, FROM)
          && !Msgpack.is(frame, pos, WS)
          && !Msgpack.is(frame, pos, USER)) {
        copy(frame, pos, next, head);
        kept++;
      }
      pos = next;
    }
    if (target == null) {
      throw new MalformedException("a message without to");
    }
    String whole = target.indexOf('/') < 0 ? WORKSPACE + "/" + target : target;
    head.put(0, (byte) 0xde).putShort(1, (short) (kept + 4));
    byte[] to = whole.getBytes(StandardCharsets.UTF_8);
    head.put((byte) 0xa2).put(TO).put((byte) 0xd9).put((byte) to.length).put(to).put(stamp);
    copy(frame, pos, frame.limit(), head);
    callback.succeed();
    forward(whole, head.flip());
  }

  private static void copy(ByteBuffer from, int start, int end, ByteBuffer to) {
    to.put(to.position(), from, start, end - start).position(to.position() + end - start);
  }

  private void forward(String target, ByteBuffer message) {
    if (target.equals(EVERYBODY)) {
      for (RelayedClient each : clients.values()) {
        if (each != this) {
          send(each, message.duplicate());
        }
      }
    } else {
      RelayedClient peer = clients.get(target);
      if (peer != null) {
        send(peer, message);
      }
    }
    if (pending.get() < MAX_PENDING_BYTES || !pause()) {
      session.demand();
    }
  }

  private void send(RelayedClient peer, ByteBuffer message) {
    int size = message.remaining();
    pending.addAndGet(size);
    peer.session.sendBinary(message, Callback.from(() -> sent(size), failure -> sent(size)));
  }

  private void sent(int size) {
    if (pending.addAndGet(-size) < MAX_PENDING_BYTES) {
      resume();
    }
  }

  /** Reads no further, unless all has been sent by now. */
  private synchronized boolean pause() {
    paused = pending.get() >= MAX_PENDING_BYTES;
    return paused;
  }

  private synchronized void resume() {
    if (paused) {
      paused = false;
      session.demand();
    }
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    if (address != null) {
      clients.remove(address, this);
    }
    callback.succeed();
  }
}
