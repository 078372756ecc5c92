package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connection token makes an administrator, but not of a page from elsewhere. */
class AdministratorTest {
  private final TestHub hub = new TestHub();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void connectionTokenMakesAnAdministrator() {
    User user = hub.hub.authenticate(TestHub.CONNECTION_TOKEN);
    assertEquals(List.of("admin"), user.roles());
    assertTrue(user.may("any-workspace", Permission.ADMIN));
    assertFalse(user.isAnonymous());
  }

  @Test
  void clientsOfBothGenerationsEnterAnyWorkspaceWithIt() {
    TestClient a =
        hub.clientA("a", Map.of("token", TestHub.CONNECTION_TOKEN, "workspace", "public"));
    assertEquals("public", hub.core.directory().client("public/a").client().workspace());
    TestClient b = hub.clientB(TestHub.hello("b", "public", TestHub.CONNECTION_TOKEN, null));
    assertEquals("public/b", b.peer.address());
    assertEquals("public/a", a.peer.address());
  }

  @Test
  void anotherTextIsNoConnectionToken() {
    String other = TestHub.CONNECTION_TOKEN.replace('t', 'T');
    HubException refusal =
        assertThrows(HubException.class, () -> hub.hub.authenticate(other, Map.of()));
    assertEquals(HubException.Kind.UNAUTHENTICATED, refusal.kind());
    assertFalse(new Administrator("", new BaseUrls("")).isToken(""));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9000, ''",
    "127.0.0.1:9000, http://127.0.0.1:9000",
    "localhost:9000, http://localhost:9000",
    "[::1]:9000, http://[::1]:9000",
    "hub.example, https://hub.example",
    "10.0.0.5:9000, http://hub.example"
  })
  void requestOfThisServersOwnPagesIsTaken(String host, String origin) {
    assertEquals(
        List.of("admin"),
        hub.hub
            .authenticate(TestHub.CONNECTION_TOKEN, Map.of("host", host, "origin", origin))
            .roles());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9000, http://evil.example, from a web page of http://evil.example",
    "127.0.0.1:9000, http://127.0.0.1:8000, from a web page of http://127.0.0.1:8000",
    "127.0.0.1:9000, null, from a web page of null",
    "rebound.example:9000, http://rebound.example:9000, under the name 'rebound.example:9000'",
    "rebound.example, '', under the name 'rebound.example'"
  })
  void requestOfAForeignPageOrUnderAForeignNameIsRefused(
      String host, String origin, String reason) {
    HubException refusal =
        assertThrows(
            HubException.class,
            () ->
                hub.hub.authenticate(
                    TestHub.CONNECTION_TOKEN, Map.of("host", host, "origin", origin)));
    assertEquals(HubException.Kind.PERMISSION, refusal.kind());
    assertTrue(refusal.getMessage().contains(reason), refusal::getMessage);
  }
}
