package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginConversation;
import io.mycel.api.rpc.v1.PluginConversation.Script;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.rpc.internal.Errors;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scripts of a plugin's file: one at a time, since {@code executed} does not say which. */
final class Scripts {
  private static final Logger LOG = LoggerFactory.getLogger(Scripts.class);

  private final PluginLimits limits;

  Scripts(PluginLimits limits) {
    this.limits = limits;
  }

  /** At the core: sends a script when those before have been executed. */
  CompletableFuture<Void> submit(PluginPeer peer, Map<String, Object> code) {
    PluginConversation conversation = peer.conversation();
    if (!Boolean.TRUE.equals(conversation.remoteConfig().get("allow_execution"))) {
      return CompletableFuture.failedFuture(
          new RpcException(
              RpcException.Kind.PERMISSION,
              "plugin " + peer.peerId() + " does not allow execution (config.allow_execution)"));
    }
    Script script = new Script(code, new CompletableFuture<>());
    try {
      if (conversation.scripts().add(script, limits.scripts())) {
        send(peer, script);
      }
    } catch (RpcException e) {
      script.done().completeExceptionally(e);
    }
    return Timeouts.told(peer, script.done(), limits.executeTimeout(), "a script still runs");
  }

  private void send(PluginPeer peer, Script script) {
    Map<String, Object> message = Outgoing.message("execute");
    message.put("code", script.code());
    script
        .done()
        .orTimeout(limits.executeTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> hangs(peer, failure));
    try {
      Outgoing.send(peer, message);
    } catch (RpcException e) {
      script.done().completeExceptionally(e);
    }
  }

  /** A script that hangs blocks the plugin, and its late answer would be taken for another's. */
  private static Void hangs(PluginPeer peer, Throwable failure) {
    if (Errors.unwrap(failure) instanceof TimeoutException) {
      peer.port().close("a script of the plugin did not end in time");
    }
    return null;
  }

  /** At the core: a script has run. */
  void executed(PluginPeer peer, Map<String, Object> message) {
    Script script = peer.conversation().scripts().current();
    if (peer.role() == PluginPeer.Role.PLUGIN || script == null) {
      LOG.warn("plugin {}: executed, but no script was sent", peer.peerId());
      return;
    }
    Script next = peer.conversation().scripts().next();
    Object error = message.get("error");
    peer.run(
        () -> {
          if (error == null) {
            script.done().complete(null);
          } else {
            script
                .done()
                .completeExceptionally(
                    new RpcException(RpcException.Kind.REMOTE, String.valueOf(error)));
          }
        });
    if (next != null) {
      send(peer, next);
    }
  }

  /** At the plugin: runs a script after those before. */
  void execute(PluginPeer peer, Map<String, Object> message) {
    Script script = new Script(Incoming.map(message, "code"), null);
    if (peer.role() == PluginPeer.Role.CORE || !allowed(peer)) {
      report(peer, new IllegalStateException("this peer does not allow execution"));
    } else if (peer.conversation().scripts().add(script, limits.scripts())) {
      run(peer, script);
    }
  }

  private static boolean allowed(PluginPeer peer) {
    Object decided = peer.conversation().remoteConfig().get("allow_execution");
    Object own = peer.config().get("allow_execution");
    return Boolean.TRUE.equals(own) && !Boolean.FALSE.equals(decided);
  }

  private static void run(PluginPeer peer, Script script) {
    peer.run(
        () -> {
          CompletionStage<?> done;
          try {
            done = peer.listener().execute(script.code());
          } catch (RuntimeException | LinkageError e) {
            done = CompletableFuture.failedFuture(e);
          }
          done.whenComplete(
              (value, failure) -> {
                report(peer, failure);
                Script next = peer.conversation().scripts().next();
                if (next != null) {
                  run(peer, next);
                }
              });
        });
  }

  private static void report(PluginPeer peer, Throwable failure) {
    Map<String, Object> executed = Outgoing.message("executed");
    if (failure != null) {
      executed.put("error", Errors.message(Errors.unwrap(failure)));
    }
    Outgoing.tell(peer, executed);
  }
}
