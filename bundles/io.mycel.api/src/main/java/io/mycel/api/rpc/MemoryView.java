package io.mycel.api.rpc;

import java.nio.ByteBuffer;

/**
 * Bytes that the other side calls a memoryview (Python) or an ArrayBuffer (JavaScript).
 *
 * @param data read-only, position to limit; do not change its position: use {@link
 *     ByteBuffer#duplicate}
 */
public record MemoryView(ByteBuffer data) {
  /** Shows the bytes from position to limit, without a copy. */
  public MemoryView {
    data = data.slice().asReadOnlyBuffer();
  }
}
