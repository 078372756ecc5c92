package io.mycel.bench.load;

import java.net.URI;
import java.util.Map;

/**
 * How a client connects.
 *
 * @param url the server, {@code http://host:port}
 * @param generation whose protocol it speaks
 * @param clientId its id
 * @param workspace the workspace to join; null for one of its own
 * @param token the token that lets it join; null for none
 * @param manager whether the server has a workspace manager, which a bare relay has not
 * @param receiveBufferBytes of the socket; 0 for the system's own
 */
public record Login(
    URI url,
    Generation generation,
    String clientId,
    String workspace,
    String token,
    boolean manager,
    int receiveBufferBytes) {

  /** A client with a workspace of its own. */
  public static Login alone(URI url, Generation generation, String clientId) {
    return new Login(url, generation, clientId, null, null, true, 0);
  }

  /** Where its socket goes. */
  URI socket() {
    String base = url.toString() + "/ws";
    if (generation == Generation.B) {
      return URI.create(base);
    }
    StringBuilder query = new StringBuilder(base).append("?client_id=").append(clientId);
    if (workspace != null) {
      query.append("&workspace=").append(workspace);
    }
    if (token != null) {
      query.append("&token=").append(token);
    }
    return URI.create(query.toString());
  }

  /** The first text frame of generation B. */
  String hello() {
    Map<String, Object> hello = new java.util.LinkedHashMap<>();
    hello.put("client_id", clientId);
    hello.put("workspace", workspace);
    hello.put("token", token);
    hello.put("reconnection_token", null);
    return Json.write(hello);
  }
}
