package io.mycel.plugins.internal.manage;

import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The functions of the manager of plugins, as a service for administrators. */
final class ManagerService implements ServiceOffer {
  /** Its client and its service. */
  static final String ID = "plugin-manager";

  private static final String REFUSAL =
      // how it begins is how callers know its kind: RPC has no field for that
      "Permission denied: only administrators manage plugins; send the connection token, which is"
          + " shown at the start of the server and stands in the file connection-token of its data"
          + " directory, as 'Authorization: Bearer TOKEN' or as the token of the client";

  private final Service service;

  ManagerService(ManagerFunctions all) {
    Map<String, Object> functions = Service.of("functions", all).members();
    Map<String, Object> members = new LinkedHashMap<>();
    functions.forEach(
        (name, function) -> members.put(wire(name), new Guarded((RpcFunction) function)));
    service =
        Service.builder(ID)
            .name("Plugin manager")
            .type(ID)
            .description("Installs, updates, starts and removes plugins; for administrators.")
            .visibility("public")
            .members(members)
            .build();
  }

  /** {@code addRepository} is {@code add_repository}. */
  private static String wire(String name) {
    StringBuilder wire = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (Character.isUpperCase(c)) {
        wire.append('_');
      }
      wire.append(Character.toLowerCase(c));
    }
    return wire.toString();
  }

  private record Guarded(RpcFunction function) implements RpcFunction {
    @Override
    public Object call(Call call) throws Exception {
      if (!(call.context().user().get("roles") instanceof List<?> roles)
          || !roles.contains("admin")) {
        throw new RpcException(RpcException.Kind.PERMISSION, REFUSAL);
      }
      try {
        Object result = function.call(call);
        return result instanceof CompletionStage<?> stage ? told(stage) : result;
      } catch (Exception e) {
        throw Refusals.of(e);
      }
    }

    @Override
    public String doc() {
      return function.doc();
    }

    @Override
    public Map<String, Object> schema() {
      return function.schema();
    }

    private static <T> CompletionStage<T> told(CompletionStage<T> stage) {
      return stage.exceptionallyCompose(
          failure -> CompletableFuture.failedStage(Refusals.of(failure)));
    }
  }

  @Override
  public Service service() {
    return service;
  }
}
