package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.transport.Admission;
import io.mycel.api.transport.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes between two steps of coming and going. */
class DeskTest {
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final TestHub hub = new TestHub(new RateLimit(0, 0), () -> now);

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void aTokenMayExpireBetweenTheUpgradeAndTheOpening() {
    TestClient owner = hub.clientB(TestHub.hello("owner"));
    TestClient late = entersBy(owner, Duration.ofSeconds(1));
    assertInstanceOf(Admission.Accepted.class, hub.core.desk().admit(late.opening()));
    now = now.plusSeconds(2);
    hub.core.desk().opened(late);
    late.speakA();
    assertNull(late.closeCode);
    assertEquals("hi", late.manager("echo", "hi"));
  }

  @Test
  void aTokenThatHasExpiredBeforeTheUpgradeIsRefused() {
    TestClient owner = hub.clientB(TestHub.hello("owner"));
    TestClient late = entersBy(owner, Duration.ofSeconds(1));
    now = now.plusSeconds(2);
    assertInstanceOf(Admission.Refused.class, hub.core.desk().admit(late.opening()));
  }

  private TestClient entersBy(TestClient owner, Duration lifetime) {
    Object token =
        owner.manager("generate_token", Map.of("expires_in", (double) lifetime.toSeconds()));
    Map<String, List<String>> query =
        Map.of(
            "client_id", List.of("late"),
            "workspace", List.of(owner.peer.workspace()),
            "token", List.of(token.toString()));
    return new TestClient(hub, new Opening("/ws", query, Map.of(), "test:1"));
  }

  @Test
  void aCallToOneThatIsClosingFailsAsToOneThatIsGone() {
    TestClient provider = hub.clientB(TestHub.hello("provider"));
    TestClient caller = hub.clientB(TestHub.hello("caller"));
    provider.closeCode = 1000; // its close frame has come, the hub is not told yet
    RpcException failure =
        assertThrows(RpcException.class, () -> caller.ask(provider.peer.address(), "services.s.f"));
    assertEquals(RpcException.Kind.PEER_GONE, failure.kind(), failure::getMessage);
  }
}
