package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Lease;
import io.mycel.transport.jetty.internal.BufferPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * However the bytes of a client are split, the same messages come of them, or the same end; and no
 * memory is lost. The first byte says how to split and whether the client may compress.
 */
public final class FrameParserTarget {
  private static final Limits LIMITS = new Limits(40_000, 60_000, 20_000, 8, 0, 0);
  private static final ZlibPool ZLIB = new ZlibPool();

  private FrameParserTarget() {}

  /** Notes what is handed on. */
  private static final class Recorder implements FrameSink {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void binary(ByteBuffer message, Lease lease) {
      byte[] bytes = new byte[message.remaining()];
      message.get(bytes);
      seen.add("binary " + new String(bytes, StandardCharsets.ISO_8859_1));
      lease.release();
    }

    @Override
    public void text(String message, int bytes) {
      seen.add("text " + bytes + message);
    }

    @Override
    public void ping(ByteBuffer payload) {
      seen.add("ping " + StandardCharsets.ISO_8859_1.decode(payload));
    }

    @Override
    public void pong() {
      seen.add("pong");
    }

    @Override
    public void close(int code, String reason) {
      seen.add("close " + code + " " + reason);
    }
  }

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 2) {
      return;
    }
    boolean compressed = (data[0] & 1) != 0;
    int step = 1 + ((data[0] & 0xff) >> 1);
    List<String> whole = parse(data, data.length, compressed);
    List<String> split = parse(data, step, compressed);
    if (!whole.equals(split)) {
      throw new AssertionError("whole: " + whole + "\nin steps of " + step + ": " + split);
    }
  }

  private static List<String> parse(byte[] data, int step, boolean compressed) {
    BufferPool pool = new BufferPool(1 << 20, 0);
    MessageInflater inflater = compressed ? new MessageInflater(ZLIB, pool) : null;
    FrameParser parser = new FrameParser(LIMITS, pool, inflater);
    Recorder sink = new Recorder();
    try {
      for (int at = 1; at < data.length; at += step) {
        feed(parser, ByteBuffer.wrap(data, at, Math.min(step, data.length - at)), sink);
      }
    } catch (WebSocketException e) {
      sink.seen.add("failed " + e.code() + " " + e.getMessage());
    }
    parser.release();
    if (pool.lentBytes() != 0) {
      throw new AssertionError(pool.lentBytes() + " bytes are still lent");
    }
    return sink.seen;
  }

  /** As the reader does: what is large is read into its place. */
  private static void feed(FrameParser parser, ByteBuffer in, FrameSink sink)
      throws WebSocketException {
    ByteBuffer target = parser.target();
    if (target != null) {
      int count = Math.min(in.remaining(), target.capacity() - target.limit());
      int at = target.limit();
      target.limit(at + count).put(at, in, in.position(), count);
      in.position(in.position() + count);
      parser.targetFilled(sink);
    }
    parser.parse(in, sink);
  }
}
