package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final byte[] SECRET = "short".getBytes(StandardCharsets.UTF_8);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
  private final Tokens tokens = new Tokens(SECRET, new Names(), now::get, 100);
  private final User user =
      new User(
          "u1",
          List.of("reader"),
          false,
          "a@b.org",
          "p1",
          Map.of("w1", Permission.READ_WRITE),
          null);

  @Test
  void whatIsSignedIsReadAgain() {
    String token =
        tokens.sign(new Tokens.Grant(user, "w1", "c1", false, null), Duration.ofHours(1));
    Tokens.Grant grant = tokens.parse(token);
    assertEquals("u1", grant.user().id());
    assertEquals(List.of("reader"), grant.user().roles());
    assertEquals("a@b.org", grant.user().email());
    assertEquals("p1", grant.user().parent());
    assertEquals(Map.of("w1", Permission.READ_WRITE), grant.user().workspaces());
    assertEquals(Instant.parse("2030-01-01T01:00:00Z"), grant.user().expiresAt());
    assertEquals("w1", grant.workspace());
    assertEquals("c1", grant.clientId());
    assertEquals(false, grant.user().isAnonymous());
    assertEquals(false, grant.reconnection());
  }

  @Test
  void thePrefixOfGenerationAIsIgnored() {
    String token =
        tokens.sign(new Tokens.Grant(user, "w1", null, false, null), Duration.ofHours(1));
    assertEquals("u1", tokens.parse("u1@imjoy@" + token).user().id());
  }

  @Test
  void anExpiredTokenIsRefused() {
    String token =
        tokens.sign(new Tokens.Grant(user, "w1", null, false, null), Duration.ofSeconds(10));
    now.set(now.get().plusSeconds(10));
    assertRefused(token, "expired");
  }

  @Test
  void aTokenOfAnotherSecretIsRefused() {
    String token =
        new Tokens("other".getBytes(StandardCharsets.UTF_8), new Names(), now::get, 100)
            .sign(new Tokens.Grant(user, "w1", null, false, null), Duration.ofHours(1));
    assertRefused(token, "signature");
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    String header = base64("{\"alg\":\"none\"}");
    String claims = base64("{\"sub\":\"root\",\"exp\":4102444800,\"scope\":\"ws:*#a\"}");
    assertRefused(header + "." + claims + ".", "JSON web token");
  }

  @Test
  void aTokenThatNeverExpiresIsRefused() throws Exception {
    assertRefused(handMade("{\"sub\":\"root\",\"scope\":\"ws:*#a\"}"), "expired");
  }

  @Test
  void aTokenMadeByOtherToolsWithTheSameSecretIsAccepted() throws Exception {
    Tokens.Grant grant =
        tokens.parse(
            handMade("{\"sub\":\"x\",\"exp\":4102444800,\"scope\":\"ws:lab#a old-form wid:lab\"}"));
    assertEquals(
        Map.of("lab", Permission.ADMIN, "old-form", Permission.READ_WRITE),
        grant.user().workspaces());
    assertEquals("lab", grant.workspace());
  }

  @Test
  void anUnknownPermissionIsRefused() throws Exception {
    assertRefused(handMade("{\"sub\":\"x\",\"exp\":4102444800,\"scope\":\"ws:lab#all\"}"), "'all'");
  }

  @Test
  void garbageIsRefused() {
    for (String garbage : List.of("", "a", "a.b.c", "....", "@imjoy@", "x".repeat(10_000))) {
      assertRefused(garbage, "JSON web token");
    }
  }

  @Test
  void aRevokedTokenIsRefusedAndOthersAreNot() {
    String one = tokens.sign(new Tokens.Grant(user, "w1", null, false, null), Duration.ofHours(1));
    String two = tokens.sign(new Tokens.Grant(user, "w1", null, false, null), Duration.ofHours(1));
    tokens.revoke(one);
    assertRefused(one, "revoked");
    assertEquals("u1", tokens.parse(two).user().id());
  }

  @Test
  void aTokenThatWasGoodIsRefusedOnceItHasExpired() {
    String token =
        tokens.sign(new Tokens.Grant(user, "w1", null, false, null), Duration.ofSeconds(10));
    assertEquals("u1", tokens.parse(token).user().id());
    now.set(now.get().plusSeconds(10));
    assertRefused(token, "expired");
  }

  @Test
  void aTokenThatWasGoodIsRefusedOnceItIsRevoked() {
    String token =
        tokens.sign(new Tokens.Grant(user, "w1", null, false, null), Duration.ofHours(1));
    assertEquals("u1", tokens.parse(token).user().id());
    tokens.revoke(token);
    assertRefused(token, "revoked");
  }

  @Test
  void aChangedTokenIsRefusedAlthoughTheOriginalIsKnown() {
    String token =
        tokens.sign(new Tokens.Grant(user, "w1", null, false, null), Duration.ofHours(1));
    tokens.parse(token);
    int signature = token.lastIndexOf('.') + 1;
    char first = token.charAt(signature) == 'A' ? 'B' : 'A';
    assertRefused(
        token.substring(0, signature) + first + token.substring(signature + 1), "signature");
  }

  @Test
  void ofManyTokensOnlySomeAreRemembered() {
    KnownGrants known = new KnownGrants();
    Tokens.Grant grant = new Tokens.Grant(user, "w1", null, false, "id");
    for (int i = 0; i < 3 * KnownGrants.MAX_TOKENS; i++) {
      known.put("token " + i, grant);
    }
    known.put("x".repeat(KnownGrants.MAX_LENGTH + 1), grant);
    assertTrue(known.size() <= KnownGrants.MAX_TOKENS, "remembers " + known.size());
    assertEquals(null, known.get("x".repeat(KnownGrants.MAX_LENGTH + 1)));
  }

  @Test
  void textsWithQuotesAndOtherScriptsComeBackAsTheyWere() {
    User odd = new User("u \"1\" Zoë 李", List.of("\\"), true, null, null, Map.of(), null);
    String token = tokens.sign(new Tokens.Grant(odd, null, null, true, null), Duration.ofHours(1));
    Tokens.Grant grant = tokens.parse(token);
    assertEquals("u \"1\" Zoë 李", grant.user().id());
    assertEquals(List.of("\\"), grant.user().roles());
    assertTrue(grant.reconnection());
  }

  private void assertRefused(String token, String why) {
    HubException e = assertThrows(HubException.class, () -> tokens.parse(token));
    assertEquals(HubException.Kind.UNAUTHENTICATED, e.kind());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  /** Signed without this project's code: HMAC-SHA256 of the short secret as it is. */
  private static String handMade(String claims) throws Exception {
    String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
