package io.mycel.hub.internal;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.rpc.internal.CoreRpc;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a client sends is a head or a broken frame; a head says to the hub what it says to the
 * called peer; and what the hub stamps on it is what the peer sees.
 */
public final class FrameHeadTarget {
  private static final CoreRpc ENGINE = new CoreRpc(RpcLimits.defaults());
  private static final Map<String, Object> USER = Map.of("id", "the user");
  private static final byte[] ADDRESS = entries(Map.of("from", "ws/me"));
  private static final byte[] ALL = join(ADDRESS, entries(Map.of("user", USER)));
  private static final SenderIdentity CLIENT = new SenderIdentity(ALL, ADDRESS, 2, false);
  private static final SenderIdentity HELPER = new SenderIdentity(ALL, ADDRESS, 2, true);

  private FrameHeadTarget() {}

  private static byte[] entries(Map<String, Object> fields) {
    ByteBuffer packed = ENGINE.pack(fields);
    return Buffers.bytes(packed.position(packed.position() + 1));
  }

  private static byte[] join(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }

  public static void fuzzerTestOneInput(byte[] data) throws BrokenFrameException {
    ByteBuffer frame = ByteBuffer.wrap(data);
    FrameHead head;
    try {
      head = FrameHead.scan(frame);
    } catch (BrokenFrameException broken) {
      return;
    }
    check(frame.position() == 0 && frame.limit() == data.length, "the frame was changed");
    check(head.end() > 0 && head.end() <= data.length, "the head ends at " + head.end());
    Map<?, ?> sent = map(frame.duplicate().limit(head.end()));
    if (sent != null) {
      check(seen(sent, "to", head.to()), "to: " + head.to() + " in " + sent);
      check(seen(sent, "method", head.method()), "method: " + head.method() + " in " + sent);
      check(seen(sent, "session", head.session()), "session: " + head.session() + " in " + sent);
      check(seen(sent, "type", head.type()), "type: " + head.type() + " in " + sent);
    }
    int duplicates = sent == null ? 0 : new MsgpackScanner(frame).mapHeader() - sent.size();
    stamp(head, sent, duplicates, CLIENT);
    stamp(head, sent, duplicates, HELPER);
  }

  private static void stamp(FrameHead head, Map<?, ?> sent, int duplicates, SenderIdentity identity)
      throws BrokenFrameException {
    ByteBuffer more = ByteBuffer.wrap(new byte[] {1, 2, 3});
    ByteBuffer stamped = head.rewrite("other/target", identity, more);
    FrameHead again = FrameHead.scan(stamped);
    check("other/target".equals(again.to()), "stamped to " + again.to());
    check(Objects.equals(head.method(), again.method()), "the method is lost");
    check(stamped.remaining() - again.end() == 3, "what follows the head is lost");
    Map<?, ?> arrived = map(stamped.limit(again.end()));
    if (sent == null) {
      return;
    }
    check(arrived != null, "a head that could be read cannot be read any more");
    Map<Object, Object> expected = new LinkedHashMap<>(sent);
    expected.remove("ws");
    expected.put("from", "ws/me");
    expected.put("to", "other/target");
    if (!identity.trusted() || !sent.containsKey("user")) {
      expected.put("user", USER);
    }
    check(expected.toString().length() == arrived.toString().length(), arrived + ", " + expected);
    // a receiver that takes the first of two equal fields must see the hub's as well
    check(
        new MsgpackScanner(stamped).mapHeader() - arrived.size() <= duplicates,
        "a field is there twice: " + arrived);
    check(expected.keySet().equals(arrived.keySet()), arrived + " instead of " + expected);
  }

  private static boolean seen(Map<?, ?> sent, String field, String read) {
    Object value = sent.get(field);
    return value instanceof String ? value.equals(read) : read == null;
  }

  /** What the peer would see; null if it refuses it. */
  private static Map<?, ?> map(ByteBuffer head) {
    try {
      return (Map<?, ?>) ENGINE.unpack(head);
    } catch (RpcException refused) {
      return null;
    }
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
