package io.mycel.api.rpc.v1;

import java.nio.ByteBuffer;

/**
 * A JavaScript {@code Blob} or {@code File}.
 *
 * @param data read-only, position to limit; use {@link ByteBuffer#duplicate} to move in it
 * @param mime its media type; null if not known
 * @param name the file's name; null for a blob
 * @param path the file's path where it came from; null if not known
 */
public record Blob(ByteBuffer data, String mime, String name, String path) {
  /** Shows the bytes from position to limit, without a copy. */
  public Blob {
    data = data.slice().asReadOnlyBuffer();
  }

  /** A blob without a name. */
  public static Blob of(ByteBuffer data, String mime) {
    return new Blob(data, mime, null, null);
  }
}
