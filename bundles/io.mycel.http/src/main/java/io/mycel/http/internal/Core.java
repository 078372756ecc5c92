package io.mycel.http.internal;

import io.mycel.api.hub.Hub;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;

/**
 * The hub and the engine that one request works with.
 *
 * <p>HTTP has no address in the hub, so nothing can be called back through it: values are read and
 * written on behalf of a peer that lives no longer than the conversion and whose link goes nowhere.
 */
record Core(Hub hub, RpcEngine engine) {
  private static final String CLIENT = "http";

  /**
   * The value that a tree in the data representation stands for.
   *
   * @param workspace resolves the relative addresses in it
   */
  Object restore(String workspace, Object tree) {
    return engine.restore(peer(workspace), workspace + "/" + CLIENT, tree);
  }

  /** A value in the data representation. */
  Object represent(String workspace, Object value) {
    return engine.represent(peer(workspace), value);
  }

  private Peer peer(String workspace) {
    return new Peer(workspace, CLIENT, (head, tail) -> false, Runnable::run, engine);
  }
}
