package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginEngine;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dialect v1 as a service: hands each message to whom it concerns. */
@Component(service = PluginEngine.class, configurationPid = "io.mycel.rpc.v1")
@Designate(ocd = PluginRpcConfig.class)
public final class PluginRpc implements PluginEngine {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRpc.class);

  private final Handshake handshake;
  private final Scripts scripts;
  private final Calls calls;
  private final Answers answers;
  private final Disposals disposals;
  private final Forwarder forwarder;

  /** Starts with the limits of a configuration. */
  @Activate
  public PluginRpc(PluginRpcConfig config) {
    this(
        new PluginLimits(
            config.depth(),
            config.objects(),
            config.callbacks(),
            config.running_calls(),
            config.scripts(),
            Duration.ofSeconds(config.handshake_timeout_seconds()),
            Duration.ofSeconds(config.execute_timeout_seconds()),
            Duration.ofSeconds(config.call_timeout_seconds())));
  }

  /** Starts with some limits. */
  public PluginRpc(PluginLimits limits) {
    handshake = new Handshake(limits);
    scripts = new Scripts(limits);
    calls = new Calls(limits);
    answers = new Answers(limits);
    disposals = new Disposals(limits);
    forwarder = new Forwarder(limits);
  }

  @Override
  public void receive(PluginPeer peer, Map<String, Object> message) {
    try {
      if (peer.conversation().closed() != null) {
        LOG.debug("plugin {}: {} after the end", peer.peerId(), message.get("type"));
      } else if (Access.permits(peer, message)) {
        dispatch(peer, message);
      }
    } catch (RpcException e) {
      LOG.warn(
          "plugin {}: message '{}' cannot be handled: {}",
          peer.peerId(),
          message.get("type"),
          e.getMessage());
    }
  }

  private void dispatch(PluginPeer peer, Map<String, Object> message) {
    if (forwarder.isForAnother(peer, message)) {
      forwarder.forward(peer, message);
      return;
    }
    switch (String.valueOf(message.get("type"))) {
      case "method" -> answers.method(peer, message);
      case "callback" -> answers.callback(peer, message);
      case "imjoyRPCReady" -> handshake.ready(peer, message);
      case "initialize" -> handshake.initialize(peer, message);
      case "initialized" -> handshake.initialized(peer, message);
      case "setInterface" -> handshake.setInterface(peer, message);
      case "getInterface" -> handshake.getInterface(peer);
      case "interfaceSetAsRemote" -> handshake.interfaceSetAsRemote(peer);
      case "execute" -> scripts.execute(peer, message);
      case "executed" -> scripts.executed(peer, message);
      case "disposeObject" -> disposals.disposeObject(peer, message);
      case "disposed" -> disposals.disposed(peer, message);
      case "log", "error" ->
          peer.run(
              () ->
                  peer.listener()
                      .logged(String.valueOf(message.get("type")), message.get("message")));
      case "disconnect" -> {
        peer.port().close("the other side has disconnected");
        closed(peer, "the other side has disconnected");
      }
      default -> LOG.warn("plugin {}: unknown message {}", peer.peerId(), message.get("type"));
    }
  }

  @Override
  public void start(PluginPeer peer) {
    handshake.start(peer);
  }

  @Override
  public CompletableFuture<Object> call(
      PluginPeer peer, PluginFunction function, List<Object> args, Map<String, Object> kwargs) {
    return calls.call(peer, function, args, kwargs);
  }

  @Override
  public CompletableFuture<Void> execute(PluginPeer peer, Map<String, Object> code) {
    return scripts.submit(peer, code);
  }

  @Override
  public CompletableFuture<Map<String, Object>> requestApi(PluginPeer peer) {
    return handshake.requestApi(peer);
  }

  @Override
  public CompletableFuture<Void> export(PluginPeer peer, Object api) {
    return handshake.export(peer, api);
  }

  @Override
  public CompletableFuture<Void> dispose(PluginPeer peer, String objectId) {
    return disposals.dispose(peer, objectId);
  }

  @Override
  public void disconnect(PluginPeer peer) {
    Outgoing.tell(peer, Outgoing.message("disconnect"));
  }

  @Override
  public void closed(PluginPeer peer, String reason) {
    RpcException gone =
        new RpcException(
            RpcException.Kind.PEER_GONE,
            "Peer " + peer.peerId() + " is not connected any more: " + reason);
    if (peer.conversation().close(gone)) {
      forwarder.left(peer);
      peer.run(() -> peer.listener().closed(reason));
    }
  }
}
