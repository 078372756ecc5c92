package io.mycel.http.internal;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.HubException;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

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
  private final Platform platform;
  private final Peer nobody;

  Core(Hub hub, RpcEngine engine, Platform platform) {
    this.platform = platform;
    this.hub = hub;
    this.engine = engine;
    this.nobody = new Peer(CLIENT, CLIENT, (head, tail) -> false, Runnable::run, engine);
  }

  Hub hub() {
    return hub;
  }

  /**
   * Asks the hub for something. One that was stopped a moment ago has not begun with it, so the
   * next one is asked instead.
   *
   * @param interest is cancelled when nobody waits for the answer any more
   */
  <T> CompletionStage<T> ask(
      Function<Hub, CompletionStage<T>> question, CompletableFuture<?> interest) {
    try {
      CompletionStage<T> answer = question.apply(hub);
      Gate.tie(interest, answer);
      return answer;
    } catch (HubException e) {
      if (e.kind() != HubException.Kind.STOPPED) {
        throw e;
      }
      CompletionStage<Core> next = platform.coreAfter(this);
      Gate.tie(interest, next);
      return next.thenCompose(core -> core.ask(question, interest));
    }
  }

  RpcEngine engine() {
    return engine;
  }

  /** The core of the moment, or the next one, to end with what this one has begun; else this. */
  CompletionStage<Core> current() {
    return platform.core().handle((now, none) -> none == null ? now : this);
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
