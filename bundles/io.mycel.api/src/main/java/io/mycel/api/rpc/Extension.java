package io.mycel.api.rpc;

import java.nio.ByteBuffer;

/**
 * A msgpack extension value that nobody here knows; passed on as it came. (Type -1, the timestamp,
 * is an {@link java.time.Instant}.)
 *
 * @param type the extension type
 * @param data read-only
 */
public record Extension(byte type, ByteBuffer data) {
  /** Shows the bytes from position to limit, without a copy. */
  public Extension {
    data = data.slice().asReadOnlyBuffer();
  }
}
