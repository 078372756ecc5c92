package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.transport.Opening;
import java.nio.ByteBuffer;

/**
 * What a Python client of generation A can read. The library stops listening for good at a frame
 * that its msgpack does not take (imjoy-rpc 0.5, {@code websocket_client.py}), so nobody may send
 * it one: neither a hostile client nor an honest one whose map has numbers for keys.
 */
final class StrictReader {
  /** Twice the 500 KiB at which the library itself cuts its messages. */
  private static final int MAX_BYTES = 2 * 500 * 1024;

  /** Below what either form of Python's msgpack takes. */
  private static final int MAX_DEPTH = 400;

  private static final long HIGH_BITS = 0x8080808080808080L;

  private StrictReader() {}

  /** True if this client is one. */
  static boolean is(Client client, Opening opening) {
    return client.generation() == Generation.A
        && opening.header("user-agent").filter(agent -> agent.contains("websockets/")).isPresent();
  }

  /**
   * Why such a client cannot read a frame, or null if it can.
   *
   * @param head the first map and maybe more, whole values only
   * @param extra the rest, whole values only
   */
  static String flaw(ByteBuffer head, ByteBuffer extra) {
    long size = (long) head.remaining() + extra.remaining();
    if (size > MAX_BYTES) {
      return "it has " + size + " bytes, in one piece that client takes " + MAX_BYTES;
    }
    try {
      if (FrameHead.scan(head).type() == null) {
        return "its first map has no 'type'";
      }
      int maps = check(head) + check(extra);
      return maps > 2 ? "it has more than two maps" : null;
    } catch (BrokenFrameException e) {
      return e.getMessage();
    }
  }

  private static int check(ByteBuffer maps) throws BrokenFrameException {
    MsgpackScanner scanner =
        MsgpackScanner.strict(maps, MAX_DEPTH, (start, length) -> text(maps, start, length));
    int count = 0;
    while (scanner.position() < maps.limit()) {
      scanner.skipMap();
      count++;
    }
    return count;
  }

  /** Refuses what is no UTF-8 (RFC 3629). */
  private static void text(ByteBuffer bytes, int start, int length) throws BrokenFrameException {
    int end = start + length;
    int at = start;
    while (at < end) {
      if (at + Long.BYTES <= end && (bytes.getLong(at) & HIGH_BITS) == 0) {
        at += Long.BYTES;
        continue;
      }
      int lead = bytes.get(at) & 0xff;
      int more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      if (more < 0 || lead > 0xf4 || at + more >= end || !follows(bytes, at, lead, more)) {
        throw new BrokenFrameException("the text at byte " + start + " is no UTF-8");
      }
      at += 1 + more;
    }
  }

  /** True if the bytes after a lead byte belong to it, and the character is not a surrogate. */
  private static boolean follows(ByteBuffer bytes, int at, int lead, int more) {
    for (int i = 1; i <= more; i++) {
      if ((bytes.get(at + i) & 0xc0) != 0x80) {
        return false;
      }
    }
    int second = more > 0 ? bytes.get(at + 1) & 0xff : 0;
    return switch (lead) {
      case 0xe0 -> second >= 0xa0;
      case 0xed -> second < 0xa0;
      case 0xf0 -> second >= 0x90;
      case 0xf4 -> second < 0x90;
      default -> true;
    };
  }
}
