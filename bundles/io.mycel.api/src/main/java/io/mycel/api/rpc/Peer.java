package io.mycel.api.rpc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A party of this JVM in a conversation: it has an address, offers services, and calls functions of
 * others. All that a conversation needs to remember is here and none of it in the {@link
 * RpcEngine}, which may be replaced at any time.
 *
 * <p>All methods may be called from any thread and none blocks. Futures are completed on the peer's
 * executor.
 */
public final class Peer {
  private final String workspace;
  private final String clientId;
  private final String address;
  private final Link link;
  private final Executor executor;
  private final ConcurrentMap<String, Service> services = new ConcurrentHashMap<>();
  private final Conversation conversation;
  private volatile RpcEngine engine;
  private volatile String managerAddress;

  /**
   * A peer without a manager: it can call and be called, but not look up or announce services.
   *
   * @param workspace the first half of its address
   * @param clientId the second half
   * @param link where its frames go
   * @param executor runs its functions and completes its futures
   * @param engine works for it, until another is attached
   */
  public Peer(String workspace, String clientId, Link link, Executor executor, RpcEngine engine) {
    this(workspace, clientId, null, link, executor, engine);
  }

  /**
   * A peer.
   *
   * @param managerAddress where it looks up and announces services (dialect B), as the hub names
   *     itself when a client connects; null for none
   */
  public Peer(
      String workspace,
      String clientId,
      String managerAddress,
      Link link,
      Executor executor,
      RpcEngine engine) {
    this(workspace, clientId, managerAddress, link, executor, engine, new Conversation());
  }

  private Peer(
      String workspace,
      String clientId,
      String managerAddress,
      Link link,
      Executor executor,
      RpcEngine engine,
      Conversation conversation) {
    this.workspace = Objects.requireNonNull(workspace, "workspace");
    this.clientId = Objects.requireNonNull(clientId, "clientId");
    this.address = workspace + "/" + clientId;
    this.managerAddress = managerAddress;
    this.link = Objects.requireNonNull(link, "link");
    this.executor = Objects.requireNonNull(executor, "executor");
    this.engine = Objects.requireNonNull(engine, "engine");
    this.conversation = conversation;
  }

  /**
   * A peer that goes on with this one's conversation over another link: answers to what this one
   * has asked reach those who wait for them. It begins without services.
   */
  public Peer successor(Link newLink, Executor newExecutor, RpcEngine newEngine) {
    Peer next =
        new Peer(
            workspace, clientId, managerAddress, newLink, newExecutor, newEngine, conversation);
    // what this one still sends is sent by an engine that keeps the time
    engine = newEngine;
    newEngine.adopt(next);
    return next;
  }

  /** Its address, {@code workspace/client}. */
  public String address() {
    return address;
  }

  /** The first half of its address. */
  public String workspace() {
    return workspace;
  }

  /** The second half of its address. */
  public String clientId() {
    return clientId;
  }

  /** Address of the manager that knows all services; null if there is none. */
  public String managerAddress() {
    return managerAddress;
  }

  /** Asks another manager from now on: the hub that this peer is connected to again has its own. */
  public void managerAddress(String newManagerAddress) {
    managerAddress = newManagerAddress;
  }

  /** Where its frames go. */
  public Link link() {
    return link;
  }

  /** Runs its functions and completes its futures. */
  public Executor executor() {
    return executor;
  }

  /** The services it offers, by their id. Use {@link #register} to announce one as well. */
  public ConcurrentMap<String, Service> services() {
    return services;
  }

  /** What engines remember of this peer. */
  public Conversation conversation() {
    return conversation;
  }

  /** What works for this peer at the moment. */
  public RpcEngine engine() {
    return engine;
  }

  /** Lets another engine work for this peer from now on; calls on their way go on. */
  public void attach(RpcEngine newEngine) {
    engine = newEngine;
    newEngine.adopt(this);
  }

  /**
   * Offers a service, and announces it if there is a manager. A service with the same id is
   * replaced.
   *
   * @return done when others can find it
   */
  public CompletableFuture<Void> register(Service service) {
    services.put(service.id(), service);
    if (managerAddress == null) {
      return CompletableFuture.completedFuture(null);
    }
    Map<String, Object> config = new LinkedHashMap<>(service.config());
    config.putIfAbsent("workspace", workspace);
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("config", config);
    info.put("id", address + ":" + service.id());
    info.put("name", service.name());
    info.put("description", service.description());
    info.put("type", service.type());
    info.put("app_id", "*");
    info.put("service_schema", service.schema());
    return manager("register_service")
        .call(info)
        .handle(
            (ignored, failure) -> {
              if (failure != null) {
                services.remove(service.id(), service);
                throw rethrown(failure);
              }
              return null;
            });
  }

  /** Takes a service back. */
  public CompletableFuture<Void> unregister(String id) {
    services.remove(id);
    return managerAddress == null
        ? CompletableFuture.completedFuture(null)
        : manager("unregister_service").call(id).thenApply(ignored -> null);
  }

  /**
   * Looks a service up.
   *
   * @param id {@code service}, {@code client:service} or {@code workspace/client:service}
   * @return fails with the manager's refusal, or METHOD_NOT_FOUND if it knows no such service
   */
  public CompletableFuture<RemoteService> getService(String id) {
    if (managerAddress == null) {
      return CompletableFuture.failedFuture(
          new RpcException(
              RpcException.Kind.METHOD_NOT_FOUND,
              "peer " + address + " has no manager to ask for service " + id));
    }
    return manager("get_service")
        .call(id)
        .thenApply(
            answer -> {
              if (answer instanceof Map<?, ?> members) {
                return RemoteService.of(members);
              }
              throw new RpcException(
                  RpcException.Kind.METHOD_NOT_FOUND, "Service not found: " + id);
            });
  }

  private RemoteFunction manager(String method) {
    return function(managerAddress, "services.default." + method);
  }

  /**
   * A function of another peer, by its address alone. It is called so that both generations
   * understand.
   *
   * @param target address of the peer where it lives
   * @param method its path there, e.g. {@code services.hello-world.hello}
   */
  public RemoteFunction function(String target, String method) {
    return new RemoteFunction(this, target, method, RemoteFunction.Promise.EXPLICIT, Map.of());
  }

  /**
   * Calls a function of another peer.
   *
   * @return completed on the executor; fails with an {@link RpcException}
   */
  public CompletableFuture<Object> call(
      RemoteFunction function, List<Object> args, Map<String, Object> kwargs, CallOptions options) {
    CompletableFuture<Object> result = new CompletableFuture<>();
    CompletableFuture<Object> answer = callDirect(function, args, kwargs, options);
    answer.whenComplete((value, failure) -> hand(result, value, failure));
    result.whenComplete(
        (value, failure) -> {
          if (result.isCancelled()) {
            answer.cancel(false);
          }
        });
    return result;
  }

  /** Calls; the future is completed by the thread that received the answer. */
  CompletableFuture<Object> callDirect(
      RemoteFunction function, List<Object> args, Map<String, Object> kwargs, CallOptions options) {
    return engine.call(this, function, args, kwargs, options);
  }

  private void hand(CompletableFuture<Object> result, Object value, Throwable failure) {
    Runnable completion =
        failure == null
            ? () -> result.complete(value)
            : () -> result.completeExceptionally(failure);
    try {
      executor.execute(completion);
    } catch (RejectedExecutionException e) {
      completion.run(); // an executor that is full or shut down must not lose an answer
    }
  }

  /** Lets values of a class travel; replaces a codec of the same name. */
  public void registerCodec(Codec<?> codec) {
    conversation.codecs().put(codec.name(), codec);
  }

  /**
   * Listens to events, e.g. {@code client_disconnected}; one listener a type.
   *
   * @param listener gets the whole map of an event, on the executor; null to listen no more
   */
  public void on(String type, Consumer<Map<String, Object>> listener) {
    if (listener == null) {
      conversation.listeners().remove(type);
    } else {
      conversation.listeners().put(type, listener);
    }
  }

  /**
   * Lets go of a remote object: a map with {@code _rintf} that another peer sent, or one that this
   * peer sent to others. Anything else is left alone.
   */
  public CompletableFuture<Void> dispose(Object remote) {
    if (remote instanceof Map<?, ?> map) {
      conversation.objects().values().removeIf(object -> object.members() == map);
      if (map.get("_dispose") instanceof RemoteFunction disposing) {
        return disposing.call().thenApply(ignored -> null);
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Ends all that belongs to another peer: calls that wait for it fail with PEER_GONE. */
  public void peerGone(String address) {
    conversation.forget(
        address,
        new RpcException(RpcException.Kind.PEER_GONE, "Target peer " + address + " disconnected"));
  }

  /**
   * Its link is down, and may come back: calls that wait fail with PEER_GONE. Services, callbacks
   * and remote objects stay.
   */
  public void interrupted(String reason) {
    conversation.interrupt(
        new RpcException(
            RpcException.Kind.PEER_GONE, "peer " + address + " lost its connection: " + reason));
  }

  /**
   * Ends the conversation and its link: calls that wait fail with PEER_GONE, later ones at once.
   */
  public void close(String reason) {
    conversation.close(
        new RpcException(RpcException.Kind.PEER_GONE, "peer " + address + " is closed: " + reason));
    link.close(reason);
  }

  private static RpcException rethrown(Throwable failure) {
    Throwable cause =
        failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof RpcException rpc
        ? rpc
        : new RpcException(RpcException.Kind.DATA, String.valueOf(cause));
  }

  @Override
  public String toString() {
    return "Peer " + address;
  }
}
