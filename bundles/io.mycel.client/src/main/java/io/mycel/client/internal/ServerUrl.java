package io.mycel.client.internal;

import io.mycel.client.HyphaClientException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** From what people write to where the WebSocket is. */
public final class ServerUrl {
  private ServerUrl() {}

  /**
   * The WebSocket address of a server: {@code http} becomes {@code ws} and {@code /ws} is added; an
   * address that is one already stays as it is. All clients do so.
   *
   * @throws HyphaClientException of kind BAD_URL
   */
  public static URI webSocket(String serverUrl) {
    URI uri;
    try {
      uri = new URI(serverUrl.strip());
    } catch (URISyntaxException e) {
      throw bad(serverUrl, e.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null) {
      throw bad(serverUrl, "it names no host; write http://host:port");
    }
    // A query would make the server take this client for one of the older generation.
    if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getUserInfo() != null) {
      throw bad(serverUrl, "it must end with its path; a token is an option of its own");
    }
    return switch (scheme) {
      case "http" -> URI.create("ws" + base(uri) + "/ws");
      case "https" -> URI.create("wss" + base(uri) + "/ws");
      case "ws", "wss" -> uri;
      default -> throw bad(serverUrl, "it must begin with http:, https:, ws: or wss:");
    };
  }

  private static String base(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return "://" + uri.getRawAuthority() + path.replaceAll("/+$", "");
  }

  private static HyphaClientException bad(String url, String why) {
    return new HyphaClientException(
        HyphaClientException.Kind.BAD_URL, "server URL '" + url + "': " + why);
  }
}
