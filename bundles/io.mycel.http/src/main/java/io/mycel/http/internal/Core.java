package io.mycel.http.internal;

import io.mycel.api.hub.Hub;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;

/**
 * A hub and an engine that requests work with.
 *
 * <p>HTTP has no address in the hub, so nothing can be called back through it: values are read and
 * written on behalf of a peer without a conversation, whose link goes nowhere.
 */
final class Core {
  private static final String CLIENT = "http";

  private final Hub hub;
  private final RpcEngine engine;
  private final Peer nobody;

  Core(Hub hub, RpcEngine engine) {
    this.hub = hub;
    this.engine = engine;
    this.nobody = new Peer(CLIENT, CLIENT, (head, tail) -> false, Runnable::run, engine);
  }

  Hub hub() {
    return hub;
  }

  RpcEngine engine() {
    return engine;
  }

  /**
   * The value that a tree in the data representation stands for.
   *
   * @param workspace resolves the relative addresses in it
   */
  Object restore(String workspace, Object tree) {
    return engine.restore(nobody, workspace + "/" + CLIENT, tree);
  }

  /** A value in the data representation. */
  Object represent(Object value) {
    return engine.represent(nobody, value);
  }
}
