package io.mycel.client;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.Service;
import io.mycel.client.internal.ClientCore;
import io.mycel.client.internal.Events;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A client of Mycel or of Hypha 0.21 and newer: offers Java objects as services, and calls services
 * of others, be they Java, Python or JavaScript.
 *
 * <p>All methods may be called from any thread. Those that return a future do not block; it fails
 * with an {@link RpcException} and is completed on the client's executor. {@link #open} and {@link
 * #service} wait, and throw what such a future would fail with.
 *
 * <p>A lost connection comes back by itself, see {@link ReconnectPolicy}: services are registered
 * again, and functions that were received go on working. Calls that were waiting for an answer when
 * it was lost fail with PEER_GONE, later ones wait for {@link HyphaClientOptions#offlineTimeout}.
 */
public final class HyphaClient implements AutoCloseable {
  private final ClientCore core;
  private final Peer peer;
  private final Manager manager;
  private final Events events;

  private HyphaClient(ClientCore core) {
    this.core = core;
    this.peer = core.peer();
    this.manager = managerOf(peer);
    this.events = core.events();
  }

  private static Manager managerOf(Peer peer) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name :
        List.of("echo", "generate_token", "list_services", "list_clients", "get_service")) {
      members.put(name, function(peer, name));
    }
    return new RemoteService(peer.managerAddress() + ":default", Map.of(), members)
        .as(Manager.class);
  }

  private static RemoteFunction function(Peer peer, String name) {
    return peer.function(peer.managerAddress(), "services.default." + name);
  }

  /**
   * Connects.
   *
   * @return fails with a {@link HyphaClientException} if there is no server, or if it refuses
   */
  public static CompletableFuture<HyphaClient> connect(HyphaClientOptions options) {
    ClientCore core;
    try {
      core = new ClientCore(options);
    } catch (HyphaClientException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<HyphaClient> result = new CompletableFuture<>();
    core.connect()
        .whenComplete(
            (ignored, failure) -> {
              if (failure == null) {
                result.complete(new HyphaClient(core));
              } else {
                result.completeExceptionally(failure);
              }
            });
    return result;
  }

  /** Connects as an anonymous user with a workspace of its own, and waits. */
  public static HyphaClient open(String serverUrl) {
    return open(HyphaClientOptions.builder(serverUrl).build());
  }

  /**
   * Connects and waits.
   *
   * @throws HyphaClientException if there is no server, or if it refuses
   */
  public static HyphaClient open(HyphaClientOptions options) {
    CompletableFuture<HyphaClient> connecting = connect(options);
    try {
      return connecting.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HyphaClientException why
          ? new HyphaClientException(why.kind(), why.getMessage(), why)
          : new HyphaClientException(
              HyphaClientException.Kind.PROTOCOL, String.valueOf(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      connecting.thenAccept(HyphaClient::close);
      Thread.currentThread().interrupt();
      throw new HyphaClientException(
          HyphaClientException.Kind.CLOSED, "interrupted while connecting", e);
    }
  }

  /** The workspace in which this client is. */
  public String workspace() {
    return peer.workspace();
  }

  /** Its id in the workspace. */
  public String clientId() {
    return peer.clientId();
  }

  /**
   * The user behind it, as the server says: {@code id}, {@code roles}, {@code is_anonymous}, {@code
   * email}, {@code scope} and others.
   */
  public Map<String, Object> user() {
    return core.user();
  }

  /** The address by which others reach the server. */
  public String publicBaseUrl() {
    return core.publicBaseUrl();
  }

  /** What speaks for this client: codecs, remote objects, functions by their address. */
  public Peer peer() {
    return peer;
  }

  /** True while the connection is there. */
  public boolean isConnected() {
    return core.online();
  }

  /**
   * Offers a service, again after every reconnect. One with the same id is replaced.
   *
   * @return its absolute id, {@code workspace/client:service}, as soon as others can find it
   */
  public CompletableFuture<String> register(Service service) {
    return core.register(service).thenApply(done -> peer.address() + ":" + service.id());
  }

  /**
   * Offers the public methods of an object to the own workspace; see {@link Service#of(String,
   * Object)}.
   */
  public CompletableFuture<String> register(String id, Object object) {
    return register(id, object, Map.of());
  }

  /**
   * Offers the public methods of an object.
   *
   * @param config e.g. {@code visibility}: {@code public}
   */
  public CompletableFuture<String> register(String id, Object object, Map<String, ?> config) {
    return register(with(Service.of(id, object), config));
  }

  /** Offers the methods of one interface only. */
  public <T> CompletableFuture<String> register(
      String id, Class<T> type, T implementation, Map<String, ?> config) {
    return register(with(Service.of(id, type, implementation), config));
  }

  private static Service with(Service service, Map<String, ?> config) {
    Map<String, Object> all = new LinkedHashMap<>(service.config());
    all.putAll(config);
    return new Service(
        service.id(),
        service.name(),
        service.type(),
        service.description(),
        all,
        service.members());
  }

  /** Takes a service back. */
  public CompletableFuture<Void> unregister(String id) {
    return core.unregister(id);
  }

  /**
   * Looks a service up.
   *
   * @param id {@code service}, {@code client:service} or {@code workspace/client:service}
   */
  public CompletableFuture<RemoteService> getService(String id) {
    return peer.getService(id);
  }

  /** Looks a service up and shows it as a Java interface; see {@link RemoteService#as}. */
  public <T> CompletableFuture<T> getService(String id, Class<T> type) {
    return getService(id).thenApply(service -> service.as(type));
  }

  /**
   * Looks a service up and waits.
   *
   * @throws RpcException with the server's message if there is none
   */
  public RemoteService service(String id) {
    Map<String, Object> found = manager.getService(id);
    if (found == null) {
      throw new RpcException(RpcException.Kind.METHOD_NOT_FOUND, "Service not found: " + id);
    }
    return RemoteService.of(found);
  }

  /** Looks a service up, waits, and shows it as a Java interface; see {@link RemoteService#as}. */
  public <T> T service(String id, Class<T> type) {
    return service(id).as(type);
  }

  /** The server's manager. */
  public Manager manager() {
    return manager;
  }

  /**
   * Any method of the server's manager.
   *
   * @param method as the server names it, e.g. {@code get_workspace_info}
   */
  public RemoteFunction manager(String method) {
    return function(peer, method);
  }

  /**
   * Listens to events of a type that reach this client; one listener a type.
   *
   * @param listener called on the executor; null to listen no more
   */
  public void on(String type, Consumer<Event> listener) {
    events.on(type, listener);
  }

  /** Asks the server for events of some types, again after every reconnect. */
  public CompletableFuture<Void> subscribe(String... types) {
    return core.subscribe(List.of(types));
  }

  /** Asks for them no more. */
  public CompletableFuture<Void> unsubscribe(String... types) {
    return core.unsubscribe(List.of(types));
  }

  /**
   * Tells others something; does not wait.
   *
   * @param to {@code *} for the subscribers in the own workspace, or a client's address
   * @param data any value but functions
   * @throws RpcException of kind DATA if the data cannot be sent, PEER_GONE while offline
   */
  public void emit(String type, String to, Object data) {
    events.emit(type, to, data);
  }

  /**
   * Says goodbye after all that was sent, and lets go of everything: calls that wait fail, and no
   * thread is left. (On Java before 21 one idle thread of the JDK's HTTP client ends some seconds
   * after the next garbage collection.)
   */
  @Override
  public void close() {
    core.close();
  }

  @Override
  public String toString() {
    return "HyphaClient " + peer.address();
  }
}
