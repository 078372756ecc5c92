package io.mycel.api.hub;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The hub as other bundles use it. Exactly one is active. No method blocks; refusals are {@link
 * HubException}s, thrown or as the failure of a stage.
 */
@ProviderType
public interface Hub {

  /**
   * Connects a client of this JVM. It is a client like any other: listed, callable, its services in
   * the registry.
   *
   * @param workspace made if it is not there
   * @param clientId unique in its workspace
   * @param user on whose behalf it calls
   */
  Peer connect(String workspace, String clientId, User user);

  /** The user of a token that no request brought; the anonymous user of HTTP for null. */
  User authenticate(String token);

  /**
   * The user of the token of a request; the anonymous user of HTTP for null. The connection token
   * of this server, which makes an administrator, is refused if the request came from a web page of
   * another origin, or was sent to a host name that is not this server's.
   *
   * @param headers of the request, names in lower case
   */
  User authenticate(String token, Map<String, String> headers);

  /** The services that a user may see in a workspace, without the built-in ones of each client. */
  List<ServiceInfo> services(User user, String workspace);

  /**
   * A service, fetched from its provider.
   *
   * @param service {@code service} or {@code client:service}
   */
  CompletionStage<RemoteService> service(User user, String workspace, String service);

  /**
   * Calls a function of a service on behalf of a user, without asking its provider for the service
   * first.
   *
   * @param function its path in the service, dots between the names
   */
  CompletionStage<Object> call(
      User user,
      String workspace,
      String service,
      String function,
      List<Object> args,
      Map<String, Object> kwargs);
}
