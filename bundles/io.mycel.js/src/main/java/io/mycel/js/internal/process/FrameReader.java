package io.mycel.js.internal.process;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link FrameWriter} writes; whatever the other side sends, it takes no more memory.
 */
final class FrameReader {
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_PARTS = 1_000_000;

  private final DataInputStream in;
  private final long maxBytes;
  private long left;

  /**
   * A reader.
   *
   * @param maxBytes longer frames are an error
   */
  FrameReader(InputStream in, long maxBytes) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
    this.maxBytes = maxBytes;
  }

  /** The next frame; null at the end. */
  Frame read() throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    if (length < 1 || length > maxBytes) {
      throw new IOException(
          "a frame of " + Integer.toUnsignedLong(length) + " bytes; the limit is " + maxBytes);
    }
    left = length;
    take(1);
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case FrameWriter.CALL -> new Frame.Call(number(), number(), parcel());
      case FrameWriter.ANSWER -> new Frame.Answer(number(), parcel());
      case FrameWriter.REFUSAL -> new Frame.Refusal(number(), text(), text(), text());
      case FrameWriter.RELEASE -> new Frame.Release(number());
      default -> throw new IOException("a frame of the unknown kind " + kind);
    };
  }

  private void take(long bytes) throws IOException {
    left -= bytes;
    if (bytes < 0 || left < 0) {
      throw new IOException("a frame is shorter than what is in it");
    }
  }

  private long number() throws IOException {
    take(8);
    return in.readLong();
  }

  private byte[] bytes() throws IOException {
    take(4);
    int length = in.readInt();
    take(length);
    return in.readNBytes(length);
  }

  private String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private Parcel parcel() throws IOException {
    String json = text();
    take(4);
    int count = in.readInt();
    if (count < 0 || count > MAX_PARTS) {
      throw new IOException("a parcel of " + count + " parts");
    }
    List<ByteBuffer> parts = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      parts.add(ByteBuffer.wrap(bytes()));
    }
    return new Parcel(json, parts);
  }
}
