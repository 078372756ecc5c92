package io.mycel.js.internal.process;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes frames: four bytes of length, one of kind, then its fields. Bytes of arrays are written as
 * they are. One frame at a time.
 */
final class FrameWriter {
  static final int CALL = 1;
  static final int ANSWER = 2;
  static final int REFUSAL = 3;
  static final int RELEASE = 4;
  private static final int BUFFER = 64 * 1024;

  private final DataOutputStream out;
  private final byte[] piece = new byte[BUFFER];

  FrameWriter(OutputStream out) {
    this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
  }

  synchronized void write(Frame frame) throws IOException {
    if (frame instanceof Frame.Call call) {
      byte[] json = bytes(call.args().json());
      begin(CALL, 16 + length(json, call.args()));
      out.writeLong(call.id());
      out.writeLong(call.function());
      parcel(json, call.args());
    } else if (frame instanceof Frame.Answer answer) {
      byte[] json = bytes(answer.value().json());
      begin(ANSWER, 8 + length(json, answer.value()));
      out.writeLong(answer.id());
      parcel(json, answer.value());
    } else if (frame instanceof Frame.Refusal refusal) {
      byte[] kind = bytes(refusal.kind());
      byte[] message = bytes(refusal.message());
      byte[] trace = bytes(refusal.trace());
      begin(REFUSAL, 8 + 12L + kind.length + message.length + trace.length);
      out.writeLong(refusal.id());
      text(kind);
      text(message);
      text(trace);
    } else if (frame instanceof Frame.Release release) {
      begin(RELEASE, 8);
      out.writeLong(release.function());
    }
    out.flush();
  }

  private void begin(int kind, long length) throws IOException {
    if (length + 1 > Integer.MAX_VALUE) {
      throw new IOException("a frame of " + length + " bytes is too long");
    }
    out.writeInt((int) length + 1);
    out.writeByte(kind);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void text(byte[] text) throws IOException {
    out.writeInt(text.length);
    out.write(text);
  }

  private static long length(byte[] json, Parcel parcel) {
    long length = 4L + json.length + 4;
    for (ByteBuffer bytes : parcel.bytes()) {
      length += 4L + bytes.remaining();
    }
    return length;
  }

  private void parcel(byte[] json, Parcel parcel) throws IOException {
    text(json);
    out.writeInt(parcel.bytes().size());
    for (ByteBuffer bytes : parcel.bytes()) {
      out.writeInt(bytes.remaining());
      write(bytes.duplicate());
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (bytes.hasArray()) {
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      return;
    }
    while (bytes.hasRemaining()) {
      int count = Math.min(piece.length, bytes.remaining());
      bytes.get(piece, 0, count);
      out.write(piece, 0, count);
    }
  }
}
