package io.mycel.js.engine.internal.graal;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Reads a file that is in memory. */
final class ContentChannel implements SeekableByteChannel {
  private final byte[] content;
  private int position;
  private boolean open = true;

  ContentChannel(byte[] content) {
    this.content = content;
  }

  @Override
  public int read(ByteBuffer into) throws ClosedChannelException {
    demandOpen();
    if (position >= content.length) {
      return -1;
    }
    int count = Math.min(into.remaining(), content.length - position);
    into.put(content, position, count);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) {
    position = (int) Math.min(to, content.length);
    return this;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  private void demandOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
