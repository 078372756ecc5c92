package io.mycel.http.internal;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A hub that answers what a test has put in, and writes down what it was asked. */
final class FakeHub implements Hub {

  record Called(
      User user,
      String workspace,
      String service,
      String function,
      List<Object> args,
      Map<String, Object> kwargs) {}

  final List<Called> calls = new ArrayList<>();
  CompletableFuture<Object> result = CompletableFuture.completedFuture(null);
  RemoteService offered;

  /** Run before a request is refused because this hub has stopped; null while it runs. */
  Runnable stopped;

  List<ServiceInfo> infos = List.of();

  static User user(String id) {
    return new User(id, List.of(), id.equals("anonymous"), null, null, Map.of(), null);
  }

  @Override
  public Peer connect(String workspace, String clientId, User user) {
    throw new UnsupportedOperationException("HTTP connects nobody");
  }

  @Override
  public User authenticate(String token, Map<String, String> headers) {
    return authenticate(token);
  }

  @Override
  public User authenticate(String token) {
    if (token != null && !token.startsWith("good")) {
      throw new HubException(HubException.Kind.UNAUTHENTICATED, "the token has expired");
    }
    return user(token == null ? "anonymous" : token);
  }

  @Override
  public List<ServiceInfo> services(User user, String workspace) {
    if (!workspace.equals("w")) {
      throw new HubException(HubException.Kind.NOT_FOUND, "no workspace " + workspace);
    }
    return infos;
  }

  private void demandRunning() {
    if (stopped != null) {
      stopped.run();
      throw new HubException(HubException.Kind.STOPPED, "the hub is being stopped");
    }
  }

  @Override
  public CompletionStage<RemoteService> service(User user, String workspace, String service) {
    demandRunning();
    return offered == null
        ? CompletableFuture.failedFuture(
            new HubException(HubException.Kind.NOT_FOUND, "no service " + service))
        : CompletableFuture.completedFuture(offered);
  }

  @Override
  public CompletionStage<Object> call(
      User user,
      String workspace,
      String service,
      String function,
      List<Object> args,
      Map<String, Object> kwargs) {
    demandRunning();
    calls.add(new Called(user, workspace, service, function, args, kwargs));
    return result;
  }
}
