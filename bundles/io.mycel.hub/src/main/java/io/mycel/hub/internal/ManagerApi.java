package io.mycel.hub.internal;

import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the methods of the manager into the members of its service, in the form that each
 * generation knows.
 */
final class ManagerApi {
  private final Directory directory;
  private final Traffic traffic;

  ManagerApi(Directory directory, Traffic traffic) {
    this.directory = directory;
    this.traffic = traffic;
  }

  /**
   * The members for both generations. Clients of A find each function in snake case and in camel
   * case.
   */
  Map<Generation, Map<String, Object>> members(List<ManagerMethod> methods) {
    Map<String, Object> forA = new LinkedHashMap<>();
    Map<String, Object> forB = new LinkedHashMap<>();
    for (ManagerMethod method : methods) {
      if (method.generations().contains(Generation.A)) {
        RpcFunction function = function(method);
        forA.put(method.name(), function);
        forA.put(camelCase(method.name()), function);
      }
      if (method.generations().contains(Generation.B)) {
        forB.put(method.name(), function(method));
      }
    }
    return Map.of(Generation.A, forA, Generation.B, forB);
  }

  private RpcFunction function(ManagerMethod method) {
    // every client that connects is sent all of them
    Map<String, Object> schema = method.schema();
    return new RpcFunction() {
      @Override
      public Object call(Call call) {
        ClientEntry caller = directory.client(call.context().from());
        if (caller == null) {
          throw new HubException(
              HubException.Kind.NOT_FOUND, "client " + call.context().from() + " has disconnected");
        }
        try {
          return method.handler().handle(caller, method.bind(call));
        } catch (LimitException e) {
          traffic.limitMet();
          throw e;
        }
      }

      @Override
      public String doc() {
        return method.doc();
      }

      @Override
      public Map<String, Object> schema() {
        return schema;
      }
    };
  }

  static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' && i + 1 < name.length()) {
        i++;
        camel.append(Character.toUpperCase(name.charAt(i)));
      } else {
        camel.append(c);
      }
    }
    return camel.toString();
  }
}
