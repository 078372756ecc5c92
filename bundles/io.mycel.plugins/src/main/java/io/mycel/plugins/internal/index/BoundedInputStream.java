package io.mycel.plugins.internal.index;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends with an error where more comes than is allowed: what is packed may unpack to anything. */
public final class BoundedInputStream extends FilterInputStream {
  private final long maxBytes;
  private long read;

  /** A stream of at most so many bytes. */
  public BoundedInputStream(InputStream in, long maxBytes) {
    super(in);
    this.maxBytes = maxBytes;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = super.read(bytes, from, length);
    count(Math.max(got, 0));
    return got;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count(skipped);
    return skipped;
  }

  private void count(long bytes) throws IOException {
    read += bytes;
    if (read > maxBytes) {
      throw new IOException("it unpacks to more than " + maxBytes + " bytes, which is the limit");
    }
  }
}
