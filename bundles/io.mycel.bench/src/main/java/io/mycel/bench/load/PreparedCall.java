package io.mycel.bench.load;

import io.mycel.bench.wire.ClientFrame;
import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.Msgpack;
import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * A call that is encoded once and made many times, one at a time: only its session and the first
 * eight bytes of its payload are patched in place. The answer is compared with what was sent. All
 * of it happens on the client's loop.
 */
public final class PreparedCall implements Lane, Sessions.Waiting {

  private static final String MISMATCH = "the answer is not what was sent";

  private final LoadClient client;
  private final String to;
  private final Payload payload;
  private final int place;
  private final MsgpackWriter message = new MsgpackWriter(1 << 10);
  private final int key = ThreadLocalRandom.current().nextInt();
  private final int[] sessions;
  private final int args;
  private final int offset;
  private final ByteBuffer expected;
  private final boolean chunked;
  private ByteBuffer frame;
  private long number;
  private Consumer<String> ended;

  /**
   * Prepares a call of a function {@code echo} or {@code sink} of another client's echo service.
   */
  PreparedCall(LoadClient client, String to, Payload payload) {
    this.client = client;
    this.to = to;
    this.payload = payload;
    this.place = client.sessions().enter(this);
    String session = client.sessions().id(place, 0);
    String method = "services.echo." + (payload.oneWay() ? "sink" : "echo");
    int[] begin = new int[2];
    client
        .envelope()
        .call(
            message,
            client.address(),
            to,
            method,
            session,
            w -> {
              begin[0] = w.size();
              begin[1] = payload.write(w);
            });
    ByteBuffer whole = message.payload();
    int argsEnd = Msgpack.skip(whole, whole.position() + begin[0]) - whole.position();
    args = begin[0];
    offset = begin[1];
    expected = ByteBuffer.allocateDirect(argsEnd - args);
    expected.put(0, whole, whole.position() + args, argsEnd - args);
    sessions = positions(whole, Message.ascii(session), args, argsEnd);
    chunked = message.size() > ChunkSender.LARGEST_FRAME;
    if (!chunked) {
      frame = ClientFrame.seal(message, ClientFrame.BINARY, key);
    }
  }

  /** Where the session's id stands, outside the arguments. */
  private static int[] positions(ByteBuffer b, byte[] text, int skipFrom, int skipTo) {
    int[] found = new int[8];
    int count = 0;
    for (int i = 0; i <= b.remaining() - text.length; i++) {
      if (i == skipFrom) {
        i = skipTo;
      }
      int at = 0;
      while (at < text.length && b.get(b.position() + i + at) == text[at]) {
        at++;
      }
      if (at == text.length) {
        found[count++] = i;
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }

  @Override
  public void start(Consumer<String> whenEnded) {
    ended = whenEnded;
    int call = client.sessions().next(place);
    long digits = Sessions.digits(call);
    number += 0x9E3779B97F4A7C15L; // never the same twice
    int mask = chunked ? 0 : key;
    ByteBuffer b = message.buffer();
    for (int session : sessions) {
      ClientFrame.patch(b, MsgpackWriter.ROOM, session + Sessions.NUMBER_OFFSET, mask, digits);
    }
    ClientFrame.patch(b, MsgpackWriter.ROOM, args + offset, mask, number);
    expected.putLong(offset, number);
    if (chunked) {
      new ChunkSender(client, to, null, ByteBuffer.allocateDirect(0), message.payload())
          .send()
          .exceptionally(this::notSent);
    } else {
      client.link().send(frame.duplicate());
    }
  }

  private Void notSent(Throwable failure) {
    end(String.valueOf(failure.getMessage()));
    return null;
  }

  @Override
  public void answered(Message answer, boolean resolved) {
    if (!resolved) {
      end("rejected: " + LoadClient.reason(answer));
    } else if (payload.oneWay()) {
      end(Msgpack.integer(answer.buffer(), answer.arg(0)) == payload.bytes() ? null : MISMATCH);
    } else {
      end(isSame(answer) ? null : MISMATCH);
    }
  }

  private boolean isSame(Message answer) {
    ByteBuffer b = answer.buffer();
    int limit = b.limit();
    int position = b.position();
    b.limit(answer.argsEnd()).position(answer.args());
    boolean same = b.mismatch(expected) < 0;
    b.limit(limit).position(position);
    return same;
  }

  @Override
  public void lost(String reason) {
    end("connection lost: " + reason);
  }

  private void end(String failure) {
    ended.accept(failure);
  }
}
