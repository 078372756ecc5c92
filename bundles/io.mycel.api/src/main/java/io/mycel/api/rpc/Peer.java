package io.mycel.api.rpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/**
 * A party of this JVM in a conversation: it has an address, offers services, and calls functions of
 * others. All that a conversation needs to remember is here and none of it in the {@link
 * RpcEngine}, which may be replaced at any time.
 */
public final class Peer {
  private final String workspace;
  private final String clientId;
  private final Link link;
  private final Executor executor;
  private final ConcurrentMap<String, Service> services = new ConcurrentHashMap<>();
  private volatile RpcEngine engine;

  /**
   * A peer.
   *
   * @param workspace the first half of its address
   * @param clientId the second half
   * @param link where its frames go
   * @param executor runs its functions
   * @param engine works for it, until another is attached
   */
  public Peer(String workspace, String clientId, Link link, Executor executor, RpcEngine engine) {
    this.workspace = workspace;
    this.clientId = clientId;
    this.link = link;
    this.executor = executor;
    this.engine = engine;
  }

  /** Its address, {@code workspace/client}. */
  public String address() {
    return workspace + "/" + clientId;
  }

  public Link link() {
    return link;
  }

  public Executor executor() {
    return executor;
  }

  public ConcurrentMap<String, Service> services() {
    return services;
  }

  /** Lets another engine work for this peer from now on. */
  public void attach(RpcEngine newEngine) {
    engine = newEngine;
  }

  /** Calls a function of another peer. */
  public CompletableFuture<Object> call(
      RemoteFunction function, List<Object> args, Map<String, Object> kwargs, CallOptions options) {
    return engine.call(this, function, args, kwargs, options);
  }
}
