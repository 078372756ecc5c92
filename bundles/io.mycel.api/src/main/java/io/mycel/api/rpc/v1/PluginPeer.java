package io.mycel.api.rpc.v1;

import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.transport.MessagePort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One end of a conversation between a core and one plugin, in the dialect v1.
 *
 * <p>The <em>core</em> hosts: it offers its api at once, sends the plugin's scripts, takes the api
 * that the plugin exports, and calls its {@code setup}:
 *
 * <pre>{@code
 * PluginPeer peer = PluginPeer.core(port, config, api, listener, executor, engine, group);
 * peer.load(scripts).thenCompose(plugin -> ((PluginFunction) plugin.get("run")).call(context));
 * }</pre>
 *
 * <p>The <em>plugin</em> exports an api and uses the core's:
 *
 * <pre>{@code
 * PluginPeer peer = PluginPeer.plugin(port, "peer-1", config, listener, executor, engine);
 * peer.start();
 * peer.export(Map.of("setup", setup, "run", run));
 * peer.remoteApi().thenAccept(api -> ((PluginFunction) api.get("log")).call("hello"));
 * }</pre>
 *
 * <p>An api is a map of functions (any functional interface), values, and maps and lists of them;
 * or a Java object, of which the public methods count. All methods may be called from any thread
 * and none blocks. Functions run on the executor, and futures are completed there. State is here
 * and none of it in the {@link PluginEngine}, which may be replaced at any time.
 */
public final class PluginPeer {

  /** Which end this is. */
  public enum Role {
    /** The one that hosts. */
    CORE,
    /** The one that is hosted. */
    PLUGIN
  }

  private final Role role;
  private final MessagePort port;
  private final Map<String, Object> config;
  private final PluginListener listener;
  private final Executor executor;
  private final PluginGroup group;
  private final PluginConversation conversation = new PluginConversation();
  private volatile String peerId;
  private volatile PluginEngine engine;

  private PluginPeer(
      Role role,
      MessagePort port,
      String peerId,
      Map<String, Object> config,
      PluginListener listener,
      Executor executor,
      PluginEngine engine,
      PluginGroup group) {
    this.role = role;
    this.port = Objects.requireNonNull(port, "port");
    this.peerId = peerId;
    this.config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    this.listener = Objects.requireNonNull(listener, "listener");
    this.executor = Objects.requireNonNull(executor, "executor");
    this.engine = Objects.requireNonNull(engine, "engine");
    this.group = group;
  }

  /**
   * The end of a core.
   *
   * @param config sent to a plugin that waits for it ({@code initialize}): {@code name}, {@code
   *     type}, {@code allow_execution}, {@code forwarding_functions}, {@code credential} …
   * @param api what the plugin may call
   * @param group the other plugins that this one may call
   */
  public static PluginPeer core(
      MessagePort port,
      Map<String, Object> config,
      Object api,
      PluginListener listener,
      Executor executor,
      PluginEngine engine,
      PluginGroup group) {
    PluginPeer peer =
        new PluginPeer(
            Role.CORE,
            port,
            null,
            config,
            listener,
            executor,
            engine,
            Objects.requireNonNull(group, "group"));
    peer.conversation.offer(Objects.requireNonNull(api, "api"));
    return peer;
  }

  /**
   * The end of a plugin.
   *
   * @param peerId names this conversation; hard to guess
   * @param config what the core is told ({@code initialized}): {@code name}, {@code id}, {@code
   *     type}, {@code lang}, {@code allow_execution}, {@code auth} …. With {@code
   *     wait_for_initialization} (not sent) it says {@code imjoyRPCReady} and lets the core's
   *     config win.
   */
  public static PluginPeer plugin(
      MessagePort port,
      String peerId,
      Map<String, Object> config,
      PluginListener listener,
      Executor executor,
      PluginEngine engine) {
    Objects.requireNonNull(peerId, "peerId");
    return new PluginPeer(Role.PLUGIN, port, peerId, config, listener, executor, engine, null);
  }

  /**
   * Begins the handshake.
   *
   * @return done when each side knows the other: at the core, when the plugin has taken its api; at
   *     the plugin, when the core's api is here
   */
  public CompletableFuture<Void> start() {
    port.deliverTo(
        new MessagePort.Receiver() {
          @Override
          public void received(Map<String, Object> message) {
            engine.receive(PluginPeer.this, message);
          }

          @Override
          public void closed(String reason) {
            engine.closed(PluginPeer.this, reason);
          }
        });
    engine.start(this);
    return conversation.ready().copy();
  }

  /**
   * Hosts a plugin from its start to its {@code setup}: the handshake, the scripts one after the
   * other, its api, and a call of {@code setup} if it has one.
   *
   * @param scripts what {@link PluginListener#execute} describes
   * @return the plugin's api
   */
  public CompletableFuture<Map<String, Object>> load(List<Map<String, Object>> scripts) {
    CompletableFuture<Void> last = start();
    for (Map<String, Object> script : scripts) {
      last = last.thenCompose(done -> execute(script));
    }
    return last.thenCompose(done -> requestApi())
        .thenCompose(
            api ->
                api.get("setup") instanceof PluginFunction setup
                    ? setup.call().thenApply(done -> api)
                    : CompletableFuture.completedFuture(api));
  }

  /** Lets the plugin run one script, after those sent before. */
  public CompletableFuture<Void> execute(Map<String, Object> code) {
    return engine.execute(this, code);
  }

  /** Asks for the api of the other side; done when it has exported one. */
  public CompletableFuture<Map<String, Object>> requestApi() {
    return engine.requestApi(this);
  }

  /** The api that the other side exported first, as soon as it has. */
  public CompletableFuture<Map<String, Object>> remoteApi() {
    return conversation.remoteApi().copy();
  }

  /**
   * Offers an api instead of the one before; sent when the other side asks for it, at once if it
   * has. Functions {@code _rpc_encode} and {@code _rpc_decode} in it are a {@link CustomEncoding}.
   *
   * @return done when the other side has taken it
   */
  public CompletableFuture<Void> export(Object api) {
    return engine.export(this, api);
  }

  /**
   * Lets the other side forget an object that it handed out; its functions cannot be called any
   * more.
   *
   * @param object the decoded map, with its {@code _rintf}
   */
  public CompletableFuture<Void> dispose(Map<?, ?> object) {
    return object.get("_rintf") instanceof String id
        ? engine.dispose(this, id)
        : CompletableFuture.failedFuture(
            new RpcException(
                RpcException.Kind.DATA,
                "Invalid object: it has no _rintf, so nothing is kept for it elsewhere"));
  }

  /** Adds a codec, in place of any with its name or its class. */
  public void registerCodec(Codec<?> codec) {
    conversation.codecs().values().removeIf(other -> other.type() == codec.type());
    conversation.codecs().put(codec.name(), codec);
  }

  /** Adds a way to represent own classes, asked after those before. */
  public void addEncoding(CustomEncoding encoding) {
    conversation.encodings().add(Objects.requireNonNull(encoding, "encoding"));
  }

  /** Calls a function of the other side. */
  CompletableFuture<Object> call(
      PluginFunction function, List<Object> args, Map<String, Object> kwargs) {
    return engine.call(this, function, new ArrayList<>(args), kwargs);
  }

  /** Says good-bye and closes the port. */
  public void disconnect(String reason) {
    engine.disconnect(this);
    port.close(reason);
    engine.closed(this, reason);
  }

  /** Lets another engine work for this peer from now on; calls on their way go on. */
  public void attach(PluginEngine newEngine) {
    engine = Objects.requireNonNull(newEngine, "engine");
  }

  /** Which end this is. */
  public Role role() {
    return role;
  }

  /** Names this conversation; null at a core that has not heard from the plugin yet. */
  public String peerId() {
    return peerId;
  }

  /** For engines: the plugin has said its id. */
  public void peerId(String id) {
    peerId = id;
  }

  /** Where messages go. */
  public MessagePort port() {
    return port;
  }

  /** What the other side is told of this one. */
  public Map<String, Object> config() {
    return config;
  }

  /** Its owner. */
  public PluginListener listener() {
    return listener;
  }

  /** The plugins of this core; null at a plugin. */
  public PluginGroup group() {
    return group;
  }

  /** What engines remember of this peer. */
  public PluginConversation conversation() {
    return conversation;
  }

  /** Runs something on the executor, or here if that one has been stopped. */
  public void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }
}
