package io.mycel.rpc.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.Blob;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An {@link InputStream} or a {@link Blob} as an {@code iostream}: the functions that a file object
 * of Python has, or those that hypha-rpc gives a {@code Blob} of JavaScript.
 */
public final class StreamFunctions {
  /** The most that one call reads, whatever was asked for. */
  private static final int MAX_READ = 64 << 20;

  private StreamFunctions() {}

  /** The functions of a stream, with its {@code _rtype}. */
  public static Map<String, Object> members(InputStream stream) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("_rtype", "iostream");
    members.put("_rnative", "java:" + stream.getClass().getName());
    RpcFunction read = call -> ByteBuffer.wrap(read(stream, call));
    RpcFunction close =
        call -> {
          stream.close();
          return null;
        };
    members.put("read", read);
    members.put("close", close);
    if (stream instanceof FileInputStream file) {
      RpcFunction seek = call -> file.getChannel().position(position(call)).position();
      members.put("seek", seek);
    } else if (stream.markSupported()) {
      stream.mark(Integer.MAX_VALUE);
      RpcFunction seek = call -> seek(stream, position(call));
      members.put("seek", seek);
    }
    return members;
  }

  /** A blob: who receives it in JavaScript reads it and has a {@code Blob}. */
  public static Map<String, Object> members(Blob blob) {
    ByteBuffer rest = blob.data().duplicate();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("_rtype", "iostream");
    members.put("_rnative", "js:blob");
    members.put("type", blob.mime() == null ? "" : blob.mime());
    members.put("name", blob.name());
    members.put("size", rest.remaining());
    members.put("path", blob.path());
    RpcFunction read =
        call -> {
          synchronized (rest) {
            long wanted = wanted(call);
            int length =
                (int) (wanted <= 0 ? rest.remaining() : Math.min(wanted, rest.remaining()));
            ByteBuffer piece = rest.slice(rest.position(), length);
            rest.position(rest.position() + length);
            return piece;
          }
        };
    RpcFunction seek =
        call -> {
          synchronized (rest) {
            rest.position((int) Math.max(0, Math.min(position(call), rest.limit())));
            return null;
          }
        };
    members.put("read", read);
    members.put("seek", seek);
    return members;
  }

  private static long wanted(Call call) {
    return !call.args().isEmpty() && call.args().get(0) instanceof Number n ? n.longValue() : -1;
  }

  private static byte[] read(InputStream stream, Call call) throws IOException {
    synchronized (stream) {
      long wanted = wanted(call);
      return stream.readNBytes((int) (wanted < 0 ? MAX_READ : Math.min(wanted, MAX_READ)));
    }
  }

  private static long seek(InputStream stream, long position) throws IOException {
    synchronized (stream) {
      stream.reset();
      stream.skipNBytes(position);
      return position;
    }
  }

  private static long position(Call call) {
    if (!call.args().isEmpty() && call.args().get(0) instanceof Number position) {
      return position.longValue();
    }
    throw new IllegalArgumentException("seek needs a position from the beginning");
  }
}
