package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mycel.api.transport.Lease;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the hub needs for a call beside the memory that the frame came in. */
class AllocationTest {
  private static final int CALLS = 5_000;
  private static final String SESSION = "abcdefghijklmnopqrst";

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aForwardedCallTakesLessThanOneKilobyteWithItsAnswer() {
    try (TestHub hub = new TestHub()) {
      TestClient caller = hub.clientB(TestHub.hello("caller"));
      TestClient callee = hub.clientB(TestHub.hello("callee"));
      ByteBuffer call = frame(hub, caller, callee, "services.echo.echo", "session");
      ByteBuffer answer = frame(hub, callee, caller, SESSION + ".resolve", "parent");
      caller.deaf = true;
      callee.deaf = true;
      exchange(hub, caller, callee, call, answer);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      exchange(hub, caller, callee, call, answer);
      long each =
          (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / CALLS;
      assertEquals(2 * CALLS, caller.unheard);
      assertEquals(2 * CALLS, callee.unheard);
      assertTrue(each < 1024, "a call and its answer take " + each + " bytes");
    }
  }

  private static void exchange(
      TestHub hub, TestClient caller, TestClient callee, ByteBuffer call, ByteBuffer answer) {
    for (int i = 0; i < CALLS; i++) {
      hub.core.desk().received(caller, call.position(0), Lease.NONE);
      hub.core.desk().received(callee, answer.position(0), Lease.NONE);
    }
  }

  /** In direct memory, as a transport has it. */
  private static ByteBuffer frame(
      TestHub hub, TestClient from, TestClient to, String method, String sessionField) {
    Map<String, Object> main = new LinkedHashMap<>();
    main.put("type", "method");
    main.put("from", from.peer.address());
    main.put("to", to.peer.address());
    main.put("method", method);
    main.put(sessionField, SESSION);
    ByteBuffer head = hub.engine.pack(main);
    ByteBuffer rest = hub.engine.pack(Map.of("args", List.of(ByteBuffer.allocate(16))));
    return ByteBuffer.allocateDirect(head.remaining() + rest.remaining())
        .put(head)
        .put(rest)
        .flip();
  }
}
