package io.mycel.rpc.internal;

import io.mycel.api.rpc.Conversation;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteObject;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Session;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Where functions live that are found inside a value on its way out. */
interface FunctionScope {

  /** How the ids of functions in a session begin that may be passed on; no others have a dash. */
  String SHARED = "shared-";

  /**
   * Makes a function callable.
   *
   * @param path the keys that lead to it within the value
   * @param shared whether it may be passed on ({@link Access#checkShared})
   * @return its path on the wire
   */
  String expose(RpcFunction function, List<Object> path, boolean shared);

  /**
   * Makes a map with {@code _rintf} a remote object.
   *
   * @return its service id; null if the map is part of a service or remote object itself
   */
  String expose(Map<?, ?> object);

  /** Forgets a function that will not be called again. */
  void forget(String method);

  /** Nobody can call back: a representation outside a conversation. */
  FunctionScope NOWHERE =
      new FunctionScope() {
        @Override
        public String expose(RpcFunction function, List<Object> path, boolean shared) {
          throw new RpcException(
              RpcException.Kind.DATA,
              "a function of this process cannot be represented outside a conversation");
        }

        @Override
        public String expose(Map<?, ?> object) {
          return expose(null, List.of(), false);
        }

        @Override
        public void forget(String method) {}
      };

  /** Functions of a service, or of a remote object: their path says it all. */
  record OfService(String id) implements FunctionScope {
    @Override
    public String expose(RpcFunction function, List<Object> path, boolean shared) {
      StringBuilder method = new StringBuilder("services.").append(id);
      path.forEach(name -> method.append('.').append(name));
      return method.toString();
    }

    @Override
    public String expose(Map<?, ?> object) {
      return null;
    }

    @Override
    public void forget(String method) {}
  }

  /**
   * Functions inside an argument or a result: they live in a session.
   *
   * @param session gives the session; asked only if there is a function
   */
  record OfSession(Peer peer, String target, RpcLimits limits, Supplier<Session> session)
      implements FunctionScope {
    @Override
    public String expose(RpcFunction function, List<Object> path, boolean shared) {
      Session open = session.get();
      String name = path.isEmpty() ? "function" : String.valueOf(path.get(path.size() - 1));
      String id = (shared ? SHARED + Ids.secret() : Ids.next()) + "#" + name.replace('.', '_');
      open.functions().put(id, function);
      return open.id() + "." + id;
    }

    @Override
    public String expose(Map<?, ?> object) {
      Conversation conversation = peer.conversation();
      if (conversation.objects().size() >= limits.remoteObjects()) {
        throw new RpcException(
            RpcException.Kind.DATA,
            "peer "
                + peer.address()
                + " offers "
                + limits.remoteObjects()
                + " remote objects already: dispose of some");
      }
      String id = "_rintf_" + Ids.next();
      conversation.objects().put(id, new RemoteObject(id, target, object));
      return id;
    }

    @Override
    public void forget(String method) {
      Session open = session.get();
      open.functions().remove(method.substring(open.id().length() + 1));
      if (open.answer() == null && open.functions().isEmpty()) {
        peer.conversation().sessions().remove(open.id(), open);
      }
    }
  }
}
