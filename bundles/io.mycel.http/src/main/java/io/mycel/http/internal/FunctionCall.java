package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One call of what may turn out to be no function.
 *
 * <p>The function is called at once, without asking the provider what it offers: one message there
 * and one back. Only if the provider says that there is no such function is the service fetched, to
 * tell a plain value from a name that is not there.
 */
record FunctionCall(Core core, User user, String workspace, String service, String function) {

  /** How the clients of the two generations say that a path leads to no function. */
  private static final List<String> NO_FUNCTION =
      List.of(
          "method not found",
          "method expired or not found",
          "invalid method",
          "not callable",
          "not a function");

  /**
   * Calls.
   *
   * @return the result, or the value that the path names
   */
  CompletionStage<Object> run(Arguments arguments, CompletableFuture<?> interest) {
    return core.ask(
            hub ->
                hub.call(user, workspace, service, function, arguments.args(), arguments.kwargs()),
            interest)
        .handle(
            (result, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(result);
              }
              return saysNoFunction(ErrorMapping.unwrap(failure))
                  ? value(failure, interest)
                  : CompletableFuture.<Object>failedFuture(failure);
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Object> value(Throwable failure, CompletableFuture<?> interest) {
    CompletionStage<RemoteService> found =
        core.ask(hub -> hub.service(user, workspace, service), interest);
    return found.thenCompose(
        offered -> {
          Object member = member(offered.members());
          if (member instanceof RemoteFunction) {
            return CompletableFuture.failedFuture(failure); // it is there: the failure is its own
          }
          return member == null
              ? CompletableFuture.failedFuture(
                  new HttpException(
                      404, "service " + offered.id() + " has no function '" + function + "'"))
              : CompletableFuture.completedFuture(Descriptions.value(function, member));
        });
  }

  private Object member(Map<String, Object> members) {
    Object at = members;
    for (String name : function.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at;
  }

  private static boolean saysNoFunction(Throwable failure) {
    if (!(failure instanceof RpcException e)) {
      return false;
    }
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return e.kind() == RpcException.Kind.METHOD_NOT_FOUND
        || e.kind() == RpcException.Kind.REMOTE && NO_FUNCTION.stream().anyMatch(message::contains);
  }
}
