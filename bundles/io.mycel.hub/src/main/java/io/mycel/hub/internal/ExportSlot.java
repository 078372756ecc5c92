package io.mycel.hub.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One service id of a client of this JVM and those who provide it. Each call goes to the one that
 * is the best when it begins, so nothing of a call is lost when another takes over.
 */
final class ExportSlot {
  /** The best first; copied when it changes, so that whoever calls sees a whole one. */
  private volatile List<ExportProvider> providers = List.of();

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
    best.members().forEach((name, member) -> members.put(name, offered(member, List.of(name))));
    return best.declaration().service(members);
  }

  /** A member with its functions called by way of this slot. */
  private Object offered(Object member, List<String> path) {
    if (member instanceof Map<?, ?> map) {
      Map<String, Object> inner = new TreeMap<>();
      map.forEach(
          (key, value) ->
              inner.put(String.valueOf(key), offered(value, below(path, String.valueOf(key)))));
      return inner;
    }
    if (member instanceof List<?> list) {
      List<Object> inner = new ArrayList<>();
      list.forEach(value -> inner.add(offered(value, below(path, "" + inner.size()))));
      return inner;
    }
    return RpcFunction.of(member).<Object>map(function -> new Way(path, function)).orElse(member);
  }

  private static List<String> below(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }

  /** A function of whoever is the best when it is called. Equal if it looks the same. */
  private final class Way implements RpcFunction {
    private final List<String> path;
    private final String doc;
    private final Map<String, Object> schema;
    private final boolean asynchronous;

    Way(List<String> path, RpcFunction function) {
      this.path = path;
      this.doc = function.doc();
      this.schema = function.schema();
      this.asynchronous = function.asynchronous();
    }

    @Override
    public Object call(Call call) throws Exception {
      return ExportSlot.this.call(path, call);
    }

    @Override
    public String doc() {
      return doc;
    }

    @Override
    public Map<String, Object> schema() {
      return schema;
    }

    @Override
    public boolean asynchronous() {
      return asynchronous;
    }

    private ExportSlot slot() {
      return ExportSlot.this;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Way way
          && slot() == way.slot()
          && path.equals(way.path)
          && asynchronous == way.asynchronous
          && Objects.equals(doc, way.doc)
          && Objects.equals(schema, way.schema);
    }

    @Override
    public int hashCode() {
      return path.hashCode();
    }
  }

  private Object call(List<String> path, Call call) throws Exception {
    // whoever finds the gate closed finds another provider, or none: that was changed before
    for (List<ExportProvider> now = providers; !now.isEmpty(); now = providers) {
      if (now.get(0).gate().enter()) {
        return call(now.get(0), path, call);
      }
    }
    throw absent(path, "its service has gone");
  }

  private static Object call(ExportProvider provider, List<String> path, Call call)
      throws Exception {
    Optional<RpcFunction> function = Service.function(provider.members(), path);
    if (function.isPresent()) {
      return provider.call(function.get(), call);
    }
    provider.gate().leave();
    throw absent(path, "its service has been replaced by one without it");
  }

  private static RpcException absent(List<String> path, String why) {
    return new RpcException(
        RpcException.Kind.METHOD_NOT_FOUND,
        "Method not found: " + String.join(".", path) + ": " + why);
  }
}
