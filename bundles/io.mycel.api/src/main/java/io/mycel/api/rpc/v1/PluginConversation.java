package io.mycel.api.rpc.v1;

import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an engine remembers of a {@link PluginPeer}, in types of the JDK and of this package only,
 * so that another engine can go on with it. For engines, not for users of a peer.
 */
public final class PluginConversation {

  /** A script to be run; {@code done} is null where the other side waits for it. */
  public record Script(Map<String, Object> code, CompletableFuture<Void> done) {}

  /** An object of the other side to be disposed of. */
  public record Disposal(String objectId, CompletableFuture<Void> done) {}

  /**
   * What the plugin asked to see on every message ({@code config.auth}).
   *
   * @param expiresAtSeconds since 1970; infinite if it does not expire
   */
  public record AccessToken(String value, double expiresAtSeconds) {}

  private final ConcurrentMap<String, Map<String, RpcFunction>> objects = new ConcurrentHashMap<>();
  private final PluginCallbacks callbacks = new PluginCallbacks();
  private final ConcurrentMap<String, Codec<?>> codecs = new ConcurrentHashMap<>();
  private final List<CustomEncoding> encodings = new CopyOnWriteArrayList<>();
  private final Turns<Script> scripts = new Turns<>();
  private final Turns<Disposal> disposals = new Turns<>();
  private final AtomicInteger running = new AtomicInteger();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Map<String, Object>> remoteApi = new CompletableFuture<>();
  private final Turns<CompletableFuture<Void>> exports = new Turns<>();
  private volatile Map<String, Object> remoteConfig = Map.of();
  private volatile Map<String, Object> currentApi;
  private volatile AccessToken accessToken;
  private Object localApi;
  private boolean apiWanted;
  private RpcException closed;

  /** Functions of this side that the other side may call: by object id, then by dotted path. */
  public ConcurrentMap<String, Map<String, RpcFunction>> objects() {
    return objects;
  }

  /** Functions and promises that the other side may use once. */
  public PluginCallbacks callbacks() {
    return callbacks;
  }

  /** By their name. */
  public ConcurrentMap<String, Codec<?>> codecs() {
    return codecs;
  }

  /** In the order they were added. */
  public List<CustomEncoding> encodings() {
    return encodings;
  }

  /** Scripts on their way to the plugin, or waiting in it. */
  public Turns<Script> scripts() {
    return scripts;
  }

  /** Objects of the other side that are being disposed of. */
  public Turns<Disposal> disposals() {
    return disposals;
  }

  /** Interfaces sent and not confirmed. */
  public Turns<CompletableFuture<Void>> exports() {
    return exports;
  }

  /** The number of calls that are not answered yet. */
  public AtomicInteger running() {
    return running;
  }

  /** Done when the handshake is. */
  public CompletableFuture<Void> ready() {
    return ready;
  }

  /** The first api that the other side has exported. */
  public CompletableFuture<Map<String, Object>> remoteApi() {
    return remoteApi;
  }

  /** The api that the other side exported last; null before. */
  public Map<String, Object> currentApi() {
    return currentApi;
  }

  /** The other side has exported an api. */
  public void currentApi(Map<String, Object> api) {
    currentApi = api;
  }

  /** What the other side said of itself when it came. */
  public Map<String, Object> remoteConfig() {
    return remoteConfig;
  }

  /** The other side has said who it is. */
  public void remoteConfig(Map<String, Object> config) {
    remoteConfig = config;
  }

  /** What goes with every message; null if nothing. */
  public AccessToken accessToken() {
    return accessToken;
  }

  /** Sets what goes with every message. */
  public void accessToken(AccessToken token) {
    accessToken = token;
  }

  /**
   * An api to offer.
   *
   * @return whether the other side has asked for it already
   */
  public synchronized boolean offer(Object api) {
    localApi = api;
    return apiWanted;
  }

  /**
   * The other side asks for the api.
   *
   * @return the api; null if none has been offered yet
   */
  public synchronized Object want() {
    apiWanted = true;
    return localApi;
  }

  /** Why the conversation is over; null while it goes on. */
  public synchronized RpcException closed() {
    return closed;
  }

  /** Ends the conversation: whatever waits fails. Returns false if it was over before. */
  public boolean close(RpcException reason) {
    synchronized (this) {
      if (closed != null) {
        return false;
      }
      closed = reason;
      localApi = null;
    }
    objects.clear();
    List<CompletableFuture<?>> open = new ArrayList<>(callbacks.clear());
    scripts.clear().forEach(script -> open.add(script.done()));
    disposals.clear().forEach(disposal -> open.add(disposal.done()));
    open.addAll(exports.clear());
    open.add(ready);
    open.add(remoteApi);
    for (CompletableFuture<?> future : open) {
      if (future != null) {
        future.completeExceptionally(reason);
      }
    }
    return true;
  }
}
