package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who runs this server: whoever holds its connection token, which stands in the data directory. The
 * token is good for everything, so it is refused where somebody else's web page may have made a
 * browser send it: from a page of another origin, and under a name of this machine that is not its
 * own (DNS rebinding).
 */
final class Administrator {
  private static final User USER =
      new User(
          "administrator",
          List.of("admin"),
          false,
          null,
          null,
          Map.of("*", Permission.ADMIN),
          null);

  private final byte[] token;
  private final BaseUrls urls;

  /**
   * An administrator.
   *
   * @param token empty if there is none, so that nobody is the administrator
   */
  Administrator(String token, BaseUrls urls) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.urls = urls;
  }

  /** Whether this is the connection token; takes the same time wherever it differs. */
  boolean isToken(String text) {
    return token.length > 0 && MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What the connection token is good for.
   *
   * @param headers of the request that brought it, names in lower case
   * @throws HubException of kind {@code PERMISSION} if that came from elsewhere
   */
  Tokens.Grant grant(Map<String, String> headers) {
    String host = headers.getOrDefault("host", "").toLowerCase(Locale.ROOT);
    if (!host.isEmpty() && !isOwnName(nameOf(host))) {
      throw refused(
          "under the name '"
              + host
              + "', which is not this server's; use its address, or set"
              + " publicBaseUrl of io.mycel.hub");
    }
    String origin = headers.getOrDefault("origin", "").toLowerCase(Locale.ROOT);
    if (!origin.isEmpty() && !isOwnOrigin(origin, host)) {
      throw refused("from a web page of " + origin + "; use a page of this server itself");
    }
    return new Tokens.Grant(USER, null, null, false, "connection-token");
  }

  private boolean isOwnOrigin(String origin, String host) {
    int scheme = origin.indexOf("://");
    String authority = scheme < 0 ? "" : origin.substring(scheme + 3);
    return !authority.isEmpty()
        && (authority.equals(host) || authority.equals(authorityOf(urls.forEverybody())));
  }

  /** An address, this machine's own name for itself, or the name by which it is reached. */
  private boolean isOwnName(String name) {
    return name.startsWith("[")
        || name.equals("localhost")
        || name.endsWith(".localhost")
        || name.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
        || name.equals(nameOf(authorityOf(urls.forEverybody())))
        || name.equals(nameOf(authorityOf(urls.local())));
  }

  private static String authorityOf(String url) {
    String authority = url.isEmpty() ? null : URI.create(url).getAuthority();
    return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
  }

  private static String nameOf(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
  }

  private static HubException refused(String why) {
    return new HubException(
        HubException.Kind.PERMISSION, "Permission denied: the connection token is refused " + why);
  }
}
