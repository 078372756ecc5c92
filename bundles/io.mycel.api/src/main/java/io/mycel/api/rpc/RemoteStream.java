package io.mycel.api.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A file or blob that stays at another peer ({@code iostream}).
 *
 * @param members its functions ({@code read}, {@code seek} …) and facts ({@code name}, {@code
 *     size}, {@code _rnative} …) as they came, {@code _rtype} included; passed on as they are
 */
public record RemoteStream(Map<String, Object> members) {
  private static final int BUFFER_BYTES = 128 * 1024;

  /** Copies the members. */
  public RemoteStream {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** One of its functions; fails if it has none of this name. */
  public RemoteFunction function(String name) {
    if (members.get(name) instanceof RemoteFunction function) {
      return function;
    }
    throw new RpcException(
        RpcException.Kind.METHOD_NOT_FOUND, "the stream has no function " + name);
  }

  /**
   * Reads on.
   *
   * @param bytes at most so many; -1 for all that is left
   * @return empty at the end
   */
  public CompletableFuture<ByteBuffer> read(int bytes) {
    return (bytes < 0 ? function("read").call() : function("read").call((long) bytes))
        .thenApply(RemoteStream::bytes);
  }

  /** Moves to a position counted from the beginning. */
  public CompletableFuture<Object> seek(long position) {
    return function("seek").call(position);
  }

  /** A stream whose {@code read} waits for the other side. */
  public InputStream open() {
    return new Reading();
  }

  static ByteBuffer bytes(Object answer) {
    if (answer instanceof ByteBuffer buffer) {
      return buffer;
    }
    if (answer instanceof MemoryView view) {
      return view.data();
    }
    if (answer instanceof TypedArray array) {
      return array.data();
    }
    if (answer instanceof String text) {
      return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
    throw new RpcException(RpcException.Kind.DATA, "the stream's read gave no bytes: " + answer);
  }

  private final class Reading extends InputStream {
    private ByteBuffer piece = ByteBuffer.allocate(0);

    private boolean fill() throws IOException {
      if (!piece.hasRemaining()) {
        try {
          List<Object> args = List.of((long) BUFFER_BYTES);
          piece = bytes(Waiting.forAnswer(function("read"), args, Map.of())).duplicate();
        } catch (RpcException e) {
          throw new IOException("remote stream: " + e.getMessage(), e);
        }
      }
      return piece.hasRemaining();
    }

    @Override
    public int read() throws IOException {
      return fill() ? piece.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, piece.remaining());
      piece.get(into, offset, count);
      return count;
    }

    @Override
    public void close() {
      if (members.get("close") instanceof RemoteFunction closing) {
        closing.call();
      }
    }
  }
}
