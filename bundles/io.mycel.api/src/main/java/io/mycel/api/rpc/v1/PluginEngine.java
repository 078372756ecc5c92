package io.mycel.api.rpc.v1;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Core RPC v1 without a state of its own: everything that outlives a method call is kept in the
 * {@link PluginPeer} it is handed, so that one engine can take over from another between two
 * messages.
 */
@ProviderType
public interface PluginEngine {

  /** A message for a peer. What cannot be understood is logged and, if possible, answered. */
  void receive(PluginPeer peer, Map<String, Object> message);

  /** Begins the handshake; see {@link PluginPeer#start}. */
  void start(PluginPeer peer);

  /** See {@link PluginFunction#call(List, Map)}. */
  CompletableFuture<Object> call(
      PluginPeer peer, PluginFunction function, List<Object> args, Map<String, Object> kwargs);

  /** See {@link PluginPeer#execute}. */
  CompletableFuture<Void> execute(PluginPeer peer, Map<String, Object> code);

  /** See {@link PluginPeer#requestApi}. */
  CompletableFuture<Map<String, Object>> requestApi(PluginPeer peer);

  /** See {@link PluginPeer#export}. */
  CompletableFuture<Void> export(PluginPeer peer, Object api);

  /** See {@link PluginPeer#dispose}. */
  CompletableFuture<Void> dispose(PluginPeer peer, String objectId);

  /** Says {@code disconnect} to the other side. */
  void disconnect(PluginPeer peer);

  /** The port has closed: everything that waits fails. */
  void closed(PluginPeer peer, String reason);
}
