package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.Service;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubMemoryTest {
  @TempDir Path dir;
  private final TestHub before = new TestHub();
  private final TestHub after = new TestHub();

  @AfterEach
  void close() {
    before.close();
    after.close();
  }

  private Map<String, Object> handOver() {
    Path file = dir.resolve("memory");
    new HubMemory(file, before.engine).leave("manager-1", new byte[] {1, 2, 3}, before.core);
    Map<String, Object> memory = new HubMemory(file, after.engine).take();
    HubMemory.restore(memory, after.core);
    assertTrue(Files.notExists(file));
    return memory;
  }

  @Test
  void theNameAndTheSecretAreKept() {
    Map<String, Object> memory = handOver();
    assertEquals("manager-1", memory.get("manager_id"));
    assertArrayEquals(new byte[] {1, 2, 3}, Buffers.bytes((ByteBuffer) memory.get("secret")));
  }

  @Test
  void aClientThatIsAwayComesBackToTheNextHub() {
    TestClient provider = before.clientA("provider", Map.of());
    provider.offer("s", "public", "f", call -> "old");
    String token =
        (String) ((Map<?, ?>) provider.manager("get_connection_info")).get("reconnection_token");
    provider.vanish(1006);
    handOver();
    TestClient caller = after.clientB(TestHub.hello("caller"));
    assertTrue(
        caller
            .manager("list_services", "public")
            .toString()
            .contains(provider.peer.address() + ":s"));
    TestClient back =
        after.clientA(
            "provider",
            Map.of("workspace", provider.peer.workspace(), "reconnection_token", token));
    back.peer
        .services()
        .put("s", Service.builder("s").visibility("public").function("f", call -> "new").build());
    Map<?, ?> service = (Map<?, ?>) caller.manager("get_service", "s");
    assertEquals("new", TestClient.get(((RemoteFunction) service.get("f")).call()));
  }

  @Test
  void aClientThatStaysAwayIsForgottenInTime() {
    TestClient provider = before.clientB(TestHub.hello("provider"));
    provider.offer("s", "public", "f", call -> 1);
    provider.vanish(1006);
    handOver();
    TestClient caller = after.clientB(TestHub.hello("caller"));
    after.timer.elapse();
    assertEquals(List.of(), caller.manager("list_services", "public"));
    assertTrue(after.core.directory().workspace(provider.peer.workspace()).isEmpty());
  }

  @Test
  void workspacesKeepWhatTheyKept() {
    TestClient owner = before.clientB(TestHub.hello("owner"));
    String reconnection = owner.text(0).path("reconnection_token").asText();
    owner.manager("set_env", "K", "v");
    owner.manager("log_event", "e", Map.of("n", 1));
    owner.manager("register_service_type", Map.of("id", "t"));
    owner.manager("create_workspace", Map.of("id", "lab", "description", "of mine"));
    handOver();
    TestClient again =
        after.clientB(TestHub.hello("owner", owner.peer.workspace(), null, reconnection));
    assertEquals(Map.of("K", "v"), again.manager("get_env"));
    assertEquals(1, ((List<?>) again.manager("get_events", "e")).size());
    assertEquals("t", ((Map<?, ?>) again.manager("get_service_type", "t")).get("id"));
    assertEquals(
        "of mine", ((Map<?, ?>) again.manager("get_workspace_info", "lab")).get("description"));
  }

  @Test
  void revokedTokensStayRevoked() {
    TestClient owner = before.clientB(TestHub.hello("owner"));
    String token = (String) owner.manager("generate_token");
    owner.manager("revoke_token", token);
    handOver();
    TestClient client = after.clientB(TestHub.hello("x", null, token, null));
    assertEquals(1008, client.closeCode);
  }

  @Test
  void theMemoryOfAnotherRunIsIgnored() throws Exception {
    Path file = dir.resolve("memory");
    Files.write(
        file,
        Buffers.bytes(
            before.engine.pack(Map.of("run", "1 1970-01-01T00:00:00Z", "manager_id", "m"))));
    assertEquals(Map.of(), new HubMemory(file, before.engine).take());
    assertTrue(Files.notExists(file));
  }

  @Test
  void aSpoiltMemoryIsAFreshStart() throws Exception {
    Path file = dir.resolve("memory");
    Files.write(file, new byte[] {(byte) 0xc1, 2, 3});
    assertEquals(Map.of(), new HubMemory(file, before.engine).take());
    assertEquals(Map.of(), new HubMemory(file, before.engine).take());
  }

  @Test
  void aMakerTakesItsEmptyWorkspacesAlong() {
    TestClient maker = before.clientB(TestHub.hello("maker"));
    maker.manager("create_workspace", Map.of("id", "lab"));
    maker.vanish(1000);
    assertTrue(before.core.directory().workspace("lab").isEmpty());
  }

  @Test
  void nobodyMakesWorkspacesWithoutEnd() {
    TestClient maker = before.clientB(TestHub.hello("maker"));
    for (int i = 0; i < 100; i++) {
      maker.manager("create_workspace", Map.of("id", "lab" + i));
    }
    assertThrows(
        RpcException.class, () -> maker.manager("create_workspace", Map.of("id", "one-more")));
    maker.manager("delete_workspace", "lab0");
    maker.manager("create_workspace", Map.of("id", "one-more"));
  }
}
