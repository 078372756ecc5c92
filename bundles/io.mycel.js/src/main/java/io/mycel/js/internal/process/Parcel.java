package io.mycel.js.internal.process;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A value on its way between two processes: its structure as text, arrays and the like as they are.
 *
 * @param json with {@code {"$": [tag, …]}} for what JSON does not know
 * @param bytes of arrays and the like, position to limit, in the order in which the text names them
 */
public record Parcel(String json, List<ByteBuffer> bytes) {
  /** The value null. */
  public static final Parcel NULL = new Parcel("null", List.of());

  /** How long it is, roughly: characters of the text, and bytes. */
  public long size() {
    long size = json.length();
    for (ByteBuffer buffer : bytes) {
      size += buffer.remaining();
    }
    return size;
  }
}
