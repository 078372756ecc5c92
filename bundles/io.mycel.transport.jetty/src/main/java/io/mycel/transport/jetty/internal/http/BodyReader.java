package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads the body of one request without blocking. */
final class BodyReader implements HttpRequest.Body {
  private static final int FIRST_BYTES = 8192;
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final Request request;
  private final AtomicBoolean begun = new AtomicBoolean();

  BodyReader(Request request) {
    this.request = request;
  }

  @Override
  public CompletionStage<ByteBuffer> read(long maxBytes) {
    if (!begun.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(new IllegalStateException("the body was read before"));
    }
    long length = request.getLength();
    if (length > maxBytes) {
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

    private Reading(long maxBytes) {
      this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 16);
    }

    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          done.completeExceptionally(failure(chunk.getFailure()));
          return;
        }
        boolean fits = append(chunk.getByteBuffer());
        boolean last = chunk.isLast();
        chunk.release();
        if (!fits) {
          done.completeExceptionally(tooLarge(maxBytes));
          return;
        }
        if (last) {
          done.complete(ByteBuffer.wrap(bytes, 0, size));
          return;
        }
      }
    }

    private boolean append(ByteBuffer piece) {
      int count = piece.remaining();
      if ((long) size + count > maxBytes) {
        return false;
      }
      if (size + count > bytes.length) {
        long doubled = Math.min(bytes.length * 2L, maxBytes);
        bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, size + count));
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
