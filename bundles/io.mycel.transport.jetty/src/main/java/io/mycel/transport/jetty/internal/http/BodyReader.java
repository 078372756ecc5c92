package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads the body of one request without blocking. One that is too large is read on for a while and
 * dropped: a connection that is closed on a client that still sends is reset, and the client would
 * never see the answer (RFC 9112 section 9.6).
 */
final class BodyReader implements HttpRequest.Body {
  private static final int FIRST_BYTES = 8192;
  private static final long MAX_DRAINED_BYTES = 16 * 1024 * 1024;
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final Request request;
  private final BodyMemory memory;
  private final AtomicBoolean begun = new AtomicBoolean();

  BodyReader(Request request, BodyMemory memory) {
    this.request = request;
    this.memory = memory;
  }

  @Override
  public CompletionStage<ByteBuffer> read(long maxBytes) {
    if (!begun.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(new IllegalStateException("the body was read before"));
    }
    long length = request.getLength();
    boolean waits = request.getHeaders().contains(HttpHeader.EXPECT);
    if (length > maxBytes && (waits || length > MAX_DRAINED_BYTES)) {
      return CompletableFuture.failedFuture(tooLarge(maxBytes));
    }
    if (length == 0) {
      return CompletableFuture.completedFuture(EMPTY.duplicate());
    }
    Reading reading = new Reading(maxBytes);
    reading.run();
    return reading.done;
  }

  private static HttpException tooLarge(long maxBytes) {
    return new HttpException(413, "the body is larger than " + maxBytes + " bytes");
  }

  /** Grows with what arrives, not with what was announced. */
  private final class Reading implements Runnable {
    private final long maxBytes;
    private final CompletableFuture<ByteBuffer> done = new CompletableFuture<>();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    private boolean tooLarge;
    private long drained;

    private Reading(long maxBytes) {
      this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 16);
    }

    @Override
    public void run() {
      while (!done.isDone()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          done.completeExceptionally(tooLarge ? tooLarge(maxBytes) : failure(chunk.getFailure()));
          return;
        }
        take(chunk.getByteBuffer(), chunk.isLast());
        chunk.release();
      }
    }

    private void take(ByteBuffer piece, boolean last) {
      tooLarge = tooLarge || !append(piece);
      drained += tooLarge ? piece.remaining() : 0;
      if (tooLarge && (last || drained > MAX_DRAINED_BYTES)) {
        done.completeExceptionally(tooLarge(maxBytes));
      } else if (last) {
        done.complete(ByteBuffer.wrap(bytes, 0, size));
      }
    }

    private boolean append(ByteBuffer piece) {
      int count = piece.remaining();
      if ((long) size + count > maxBytes) {
        return false;
      }
      if (size + count > bytes.length) {
        long more = Math.max(Math.min(bytes.length * 2L, maxBytes), size + count);
        if (!memory.claim(more - bytes.length, request)) {
          done.completeExceptionally(
              new HttpException(503, "too many large bodies at the same time; try again later"));
          return true;
        }
        bytes = Arrays.copyOf(bytes, (int) more);
      }
      piece.get(bytes, size, count);
      size += count;
      return true;
    }

    private HttpException failure(Throwable cause) {
      return cause instanceof TimeoutException
          ? new HttpException(408, "the body did not arrive in time")
          : new HttpException(400, "the body ended early or is malformed");
    }
  }
}
