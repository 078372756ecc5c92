package io.mycel.hub.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One service id of a client of this JVM and those who provide it. Each call goes to the one that
 * is the best when it begins, so nothing of a call is lost when another takes over.
 */
final class ExportSlot {
  /** The best first; copied when it changes, so that whoever calls sees a whole one. */
  private volatile List<ExportProvider> providers = List.of();

  /** The same for ever, so that a service that looks the same is the same. */
  private final Map<String, RpcFunction> functions = new HashMap<>();

  /** Adds a provider. Those who change a slot do so one at a time. */
  void add(ExportProvider provider) {
    List<ExportProvider> more = new ArrayList<>(providers);
    int place = 0;
    while (place < more.size() && more.get(place).isPreferredTo(provider)) {
      place++;
    }
    more.add(place, provider);
    providers = List.copyOf(more);
  }

  /** Takes a provider away: when this returns, no call to it begins any more. */
  void remove(ExportProvider provider) {
    providers = providers.stream().filter(each -> each != provider).toList();
    provider.gate().close();
  }

  boolean isEmpty() {
    return providers.isEmpty();
  }

  /** What clients see at the moment. There must be a provider. */
  Service service() {
    ExportProvider best = providers.get(0);
    Map<String, Object> members = new TreeMap<>();
    best.members()
        .keySet()
        .forEach(name -> members.put(name, functions.computeIfAbsent(name, this::function)));
    return best.declaration().service(members);
  }

  /** Whose it is shows when it is called. */
  private RpcFunction function(String name) {
    return call -> call(name, call);
  }

  private Object call(String name, Call call) throws Exception {
    // whoever finds the gate closed finds another provider, or none: that was changed before
    for (List<ExportProvider> now = providers; !now.isEmpty(); now = providers) {
      if (now.get(0).gate().enter()) {
        return call(now.get(0), name, call);
      }
    }
    throw new RpcException(
        RpcException.Kind.METHOD_NOT_FOUND, "Method not found: " + name + ": its service has gone");
  }

  private static Object call(ExportProvider provider, String name, Call call) throws Exception {
    if (provider.members().get(name) instanceof RpcFunction function) {
      return provider.call(function, call);
    }
    provider.gate().leave();
    throw new RpcException(
        RpcException.Kind.METHOD_NOT_FOUND,
        "Method not found: " + name + ": its service has been replaced by one without it");
  }
}
