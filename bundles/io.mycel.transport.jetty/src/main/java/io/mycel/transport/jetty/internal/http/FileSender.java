package io.mycel.transport.jetty.internal.http;

import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.PoolExhaustedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a range of a file, one buffer after the other as the client takes them. */
final class FileSender extends IteratingCallback {
  private static final Logger log = LoggerFactory.getLogger(FileSender.class);
  private static final int BUFFER_BYTES = 64 * 1024;

  private final FileChannel file;
  private final BufferPool pool;
  private final Response response;
  private final Callback callback;
  private final long end;
  private long position;
  private BufferPool.Block block;

  /** A sender of a range that is not empty; it closes the file. */
  FileSender(
      FileChannel file, ByteRange range, BufferPool pool, Response response, Callback callback) {
    this.file = file;
    this.pool = pool;
    this.response = response;
    this.callback = callback;
    this.position = range.first();
    this.end = range.last() + 1;
  }

  @Override
  protected Action process() throws IOException, PoolExhaustedException {
    if (position == end) {
      return Action.SUCCEEDED;
    }
    if (block == null) {
      block = pool.acquire(BUFFER_BYTES);
    }
    ByteBuffer buffer = block.bytes().clear();
    buffer.limit((int) Math.min(BUFFER_BYTES, end - position));
    int count = file.read(buffer, position);
    if (count <= 0) {
      throw new EOFException("the file became shorter while it was sent");
    }
    position += count;
    response.write(position == end, buffer.flip(), this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    finish();
    callback.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    finish();
    callback.failed(cause);
  }

  private void finish() {
    if (block != null) {
      block.release();
      block = null;
    }
    try {
      file.close();
    } catch (IOException e) {
      log.warn("a file that was sent failed to close", e);
    }
  }
}
