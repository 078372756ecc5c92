package io.mycel.hub.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Signs and reads the tokens of this hub: JWTs signed with HS256, with the scope string of Hypha
 * 0.21 ({@code ws:<name>#a|rw|r … cid:<client> wid:<workspace>}). The prefix {@code <user>@imjoy@}
 * of Hypha 0.15 is accepted and ignored.
 */
final class Tokens {
  private static final String ISSUER = "mycel";

  private final byte[] key;
  private final TokenSigner signer;
  private final KnownGrants known = new KnownGrants();
  private final JsonText json = new JsonText();
  private final Names names;
  private final InstantSource clock;
  private final ConcurrentMap<String, Instant> revoked = new ConcurrentHashMap<>();

  /**
   * What a token says.
   *
   * @param user whom it stands for
   * @param workspace where its bearer goes if it names none; null if the token says nothing
   * @param clientId the only client that may use it; null for any
   * @param reconnection true for a token that a client gets to come back, and for nothing else
   * @param tokenId by which it is revoked
   */
  record Grant(
      User user, String workspace, String clientId, boolean reconnection, String tokenId) {}

  private final int maxRevoked;

  /**
   * Tokens of one secret.
   *
   * @param maxRevoked tokens that may be revoked and not have expired
   */
  Tokens(byte[] secret, Names names, InstantSource clock, int maxRevoked) {
    // HMAC pads a short key with zeros itself, so this changes no signature; the library wants 32
    // bytes at least
    this.key = secret.length < 32 ? Arrays.copyOf(secret, 32) : secret.clone();
    this.signer = new TokenSigner(key);
    this.names = names;
    this.clock = clock;
    this.maxRevoked = maxRevoked;
  }

  /**
   * Makes a token.
   *
   * @param grant what it says; its token id is not used
   * @param lifetime how long it is good for
   */
  String sign(Grant grant, Duration lifetime) {
    User user = grant.user();
    StringBuilder scope = new StringBuilder();
    user.workspaces()
        .forEach(
            (name, permission) ->
                scope.append("ws:").append(name).append('#').append(permission.wire()).append(' '));
    if (grant.clientId() != null) {
      scope.append("cid:").append(grant.clientId()).append(' ');
    }
    if (grant.workspace() != null) {
      scope.append("wid:").append(grant.workspace());
    }
    Instant now = clock.instant();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("sub", user.id());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(lifetime).getEpochSecond());
    claims.put("jti", names.unique());
    claims.put("scope", scope.toString().strip());
    claims.put("roles", user.roles());
    claims.put("email", user.email());
    claims.put("parent", user.parent());
    claims.put("anonymous", user.isAnonymous());
    claims.put("gty", grant.reconnection() ? "reconnection" : "client-credentials");
    return signer.sign(json.write(claims));
  }

  /**
   * Reads a token.
   *
   * @throws HubException of kind {@code UNAUTHENTICATED} if it is not a valid token of this hub
   */
  Grant parse(String token) {
    return parse(token, Duration.ZERO);
  }

  /**
   * Reads a token that was valid some time ago.
   *
   * @param since for how long it may have expired
   * @throws HubException of kind {@code UNAUTHENTICATED} if it is not a valid token of this hub
   */
  Grant parse(String token, Duration since) {
    String bare = token.substring(token.lastIndexOf('@') + 1);
    Grant grant = known.get(bare);
    if (grant == null) {
      grant = verify(bare);
      known.put(bare, grant);
    }
    if (!grant.user().expiresAt().isAfter(clock.instant().minus(since))) {
      throw refused("it has expired; ask for a new one");
    }
    if (revoked.containsKey(grant.tokenId())) {
      throw refused("it has been revoked");
    }
    return grant;
  }

  private Grant verify(String bare) {
    try {
      SignedJWT jwt = SignedJWT.parse(bare);
      if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
          || !jwt.verify(new MACVerifier(key))) {
        throw refused("its signature is not of this server");
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (claims.getExpirationTime() == null) {
        throw refused("it has expired; ask for a new one");
      }
      if (claims.getSubject() == null || claims.getSubject().isEmpty()) {
        throw refused("it names no user");
      }
      String tokenId = claims.getJWTID() == null ? bare : claims.getJWTID();
      return grant(claims, claims.getExpirationTime().toInstant(), tokenId);
    } catch (ParseException | JOSEException e) {
      throw refused("it is not a signed JSON web token");
    }
  }

  private static Grant grant(JWTClaimsSet claims, Instant expires, String tokenId)
      throws ParseException {
    Map<String, Permission> workspaces = new LinkedHashMap<>();
    String workspace = null;
    String clientId = null;
    String scope = claims.getStringClaim("scope");
    for (String part : scope == null ? new String[0] : scope.split(" +")) {
      if (part.startsWith("cid:")) {
        clientId = part.substring(4);
      } else if (part.startsWith("wid:")) {
        workspace = part.substring(4);
      } else if (!part.isEmpty()) {
        // a bare name is the form of Hypha 0.15
        String name = part.startsWith("ws:") ? part.substring(3) : part;
        int hash = name.lastIndexOf('#');
        workspaces.put(
            hash < 0 ? name : name.substring(0, hash),
            hash < 0 ? Permission.READ_WRITE : permission(name.substring(hash + 1)));
      }
    }
    List<String> roles = claims.getStringListClaim("roles");
    User user =
        new User(
            claims.getSubject(),
            roles == null ? List.of() : roles,
            !Boolean.FALSE.equals(claims.getBooleanClaim("anonymous")),
            claims.getStringClaim("email"),
            claims.getStringClaim("parent"),
            Map.copyOf(workspaces),
            expires);
    return new Grant(
        user, workspace, clientId, "reconnection".equals(claims.getStringClaim("gty")), tokenId);
  }

  private static Permission permission(String wire) {
    for (Permission permission : Permission.values()) {
      if (permission.wire().equals(wire)) {
        return permission;
      }
    }
    throw refused("its scope names the unknown permission '" + wire + "'");
  }

  /** Refuses a token from now on. */
  void revoke(String token) {
    Grant grant = parse(token);
    Instant now = clock.instant();
    revoked.values().removeIf(expires -> !expires.isAfter(now));
    if (revoked.size() >= maxRevoked) {
      throw new LimitException(
          "the token is not revoked: the hub knows "
              + maxRevoked
              + " revoked tokens already, which have not expired (maxRevokedTokens of io.mycel.hub)");
    }
    revoked.put(grant.tokenId(), grant.user().expiresAt());
  }

  /** How many are revoked and may not have expired. */
  int revokedCount() {
    return revoked.size();
  }

  /** What is refused although its signature is good, by token id, until when it matters. */
  Map<String, Instant> revoked() {
    return Map.copyOf(revoked);
  }

  /** Refuses these as well. */
  void revokeAll(Map<String, Instant> tokenIds) {
    revoked.putAll(tokenIds);
  }

  private static HubException refused(String why) {
    return new HubException(HubException.Kind.UNAUTHENTICATED, "the token is refused: " + why);
  }
}
