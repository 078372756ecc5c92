package io.mycel.rpc.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** An {@link InputStream} as an {@code iostream}: the functions that a Python file object has. */
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

  private static byte[] read(InputStream stream, Call call) throws IOException {
    synchronized (stream) {
      long wanted =
          !call.args().isEmpty() && call.args().get(0) instanceof Number n ? n.longValue() : -1;
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
