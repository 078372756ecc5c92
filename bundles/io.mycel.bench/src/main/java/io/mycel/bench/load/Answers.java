package io.mycel.bench.load;

import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.Msgpack;
import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The functions that a client offers: {@code echo} returns its argument, {@code sink} the size of
 * the bytes in it, and {@code built-in} takes messages that come in chunks.
 */
final class Answers {
  private static final byte[] ECHO = Message.ascii("services.echo.echo");
  private static final byte[] SINK = Message.ascii("services.echo.sink");
  private static final byte[] SET = Message.ascii("services.built-in.message_cache.set");
  private static final byte[] NAMED = Message.ascii("x");
  private static final byte[] ARRAY_DATA = Message.ascii("_rvalue");
  private static final int MAX_MESSAGES = 64;

  private final LoadClient client;
  private final Map<String, ChunkedMessage> chunked = new HashMap<>();

  Answers(LoadClient client) {
    this.client = client;
  }

  /** Answers a call. */
  void call(Message call) {
    ByteBuffer b = call.buffer();
    if (Msgpack.is(b, call.method(), ECHO)) {
      echo(call);
    } else if (Msgpack.is(b, call.method(), SINK)) {
      long size = size(b, argument(call));
      resolve(call, w -> w.array(1).integer(size));
    } else if (Msgpack.is(b, call.method(), SET)) {
      set(call);
    } else {
      seldom(call);
    }
  }

  private void echo(Message call) {
    ByteBuffer b = call.buffer();
    int from = call.hasKwargs() ? argument(call) : call.args();
    int to = call.hasKwargs() ? Msgpack.skip(b, from) : call.argsEnd();
    MsgpackWriter w = client.beginAnswer(client.loop().scratch(), call, true);
    if (call.hasKwargs()) {
      w.array(1);
    }
    if (w.size() + to - from <= ChunkSender.LARGEST_FRAME) {
      client.send(w.raw(b, from, to));
      return;
    }
    ByteBuffer head = ByteBuffer.allocateDirect(w.size()).put(w.payload()).flip();
    ByteBuffer body = client.loop().take(to - from).put(b.duplicate().limit(to).position(from));
    body.flip();
    String session = Msgpack.string(b, call.session());
    new ChunkSender(client, call.from(), session, head, body)
        .send()
        .whenComplete((done, failure) -> client.loop().give(body));
  }

  /** The only argument, by position or as {@code x=}. */
  private static int argument(Message call) {
    int first = call.arg(0);
    return call.hasKwargs() ? entry(call.buffer(), first, NAMED) : first;
  }

  private static int entry(ByteBuffer b, int map, byte[] name) {
    int pos = map + Msgpack.headerSize(b, map);
    for (int left = Msgpack.mapSize(b, map); left > 0; left--) {
      int value = Msgpack.skip(b, pos);
      if (Msgpack.is(b, pos, name)) {
        return value;
      }
      pos = Msgpack.skip(b, value);
    }
    throw new CallException("there is no argument " + new String(name));
  }

  private static long size(ByteBuffer b, int value) {
    int tag = b.get(value) & 0xff;
    boolean array = tag >= 0x80 && tag < 0x90;
    return Msgpack.bodySize(b, array ? entry(b, value, ARRAY_DATA) : value);
  }

  private void set(Message call) {
    ByteBuffer b = call.buffer();
    ChunkedMessage message = chunked.get(Msgpack.string(b, call.arg(0)));
    if (message == null) {
      reject(call, "no such message");
      return;
    }
    message.add(Msgpack.integer(b, call.arg(1)), b, call.arg(2));
    resolve(call, w -> w.array(1).nil());
  }

  private void seldom(Message call) {
    ByteBuffer b = call.buffer();
    String method = Msgpack.string(b, call.method());
    switch (method) {
      case "services.built-in.ping" -> resolve(call, w -> w.array(1).string("pong"));
      case "services.built-in.get_service" -> {
        String service = Msgpack.string(b, call.arg(0));
        resolve(call, w -> client.forms().object(w, service));
      }
      case "services.built-in.message_cache.create" -> {
        if (chunked.size() >= MAX_MESSAGES) {
          reject(call, "too many messages at one time");
          return;
        }
        chunked.put(Msgpack.string(b, call.arg(0)), new ChunkedMessage(client.loop()));
        resolve(call, w -> w.array(1).nil());
      }
      case "services.built-in.message_cache.process" -> process(call);
      default -> reject(call, "Method not found: " + method);
    }
  }

  private void process(Message call) {
    ChunkedMessage message = chunked.remove(Msgpack.string(call.buffer(), call.arg(0)));
    if (message == null) {
      reject(call, "no such message");
      return;
    }
    resolve(call, w -> w.array(1).nil());
    ByteBuffer whole = message.whole();
    try {
      Message inner = new Message();
      inner.read(whole, 0, whole.limit());
      client.dispatch(inner);
    } finally {
      message.release();
    }
  }

  private void resolve(Message call, Consumer<MsgpackWriter> args) {
    MsgpackWriter w = client.beginAnswer(client.loop().scratch(), call, true);
    args.accept(w);
    client.send(w);
  }

  private void reject(Message call, String why) {
    MsgpackWriter w = client.beginAnswer(client.loop().scratch(), call, false);
    w.array(1).map(3).entry("_rtype", "error").entry("_rvalue", why).entry("_rtrace", "");
    client.send(w);
  }

  /** Gives the memory of unfinished messages back. */
  void close() {
    chunked.values().forEach(ChunkedMessage::release);
    chunked.clear();
  }
}
