package io.mycel.rpc.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the answer to one call goes. */
final class Reply {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
  private static final double MIN_INTERVAL_SECONDS = 0.1;
  private static final double MAX_INTERVAL_SECONDS = 86_400;

  private final Peer peer;
  private final Outbox outbox;
  private final RpcLimits limits;
  private final Function<String, Caller.LazySession> sessions;
  private final String to;
  private final String session;
  private final String resolve;
  private final String reject;
  private final String heartbeat;
  private final double interval;

  /**
   * The reply that a call asks for.
   *
   * @param main its routing map
   * @param extra its payload map
   * @param sessions makes the session for functions inside the result, given who may call them
   */
  Reply(
      Peer peer,
      Outbox outbox,
      RpcLimits limits,
      Function<String, Caller.LazySession> sessions,
      Map<String, Object> main,
      Map<String, Object> extra) {
    this.peer = peer;
    this.outbox = outbox;
    this.limits = limits;
    this.sessions = sessions;
    String from = Trees.text(main, "from");
    session = Trees.text(main, "session");
    if (extra.get("promise") instanceof Map<?, ?> promise) {
      resolve = method(promise, "resolve");
      reject = method(promise, "reject");
      heartbeat = method(promise, "heartbeat");
      interval = promise.get("interval") instanceof Number n ? n.doubleValue() : 0;
      to = from != null ? from : target(promise);
    } else {
      boolean compact = "*".equals(extra.get("promise")) && session != null;
      resolve = compact ? session + ".resolve" : null;
      reject = compact ? session + ".reject" : null;
      heartbeat = compact ? session + ".heartbeat" : null;
      interval = extra.get("t") instanceof Number n ? n.doubleValue() : 0;
      to = from;
    }
  }

  private static String method(Map<?, ?> promise, String name) {
    return promise.get(name) instanceof Map<?, ?> map ? Trees.text(map, "_rmethod") : null;
  }

  private static String target(Map<?, ?> promise) {
    return promise.get("resolve") instanceof Map<?, ?> map ? Trees.text(map, "_rtarget") : null;
  }

  /** Who asked; null if nobody is to be answered. */
  String to() {
    return to;
  }

  /** The caller's session; null if it named none. */
  String session() {
    return session;
  }

  /** The caller's method that takes heartbeats; null if it wants none. */
  String heartbeat() {
    return to != null && interval > 0 ? heartbeat : null;
  }

  /** How often the caller wants heartbeats. */
  long intervalNanos() {
    double seconds = Math.min(Math.max(interval, MIN_INTERVAL_SECONDS), MAX_INTERVAL_SECONDS);
    return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }

  /** Answers with a value. */
  void resolve(Object value) {
    if (resolve == null || to == null) {
      return;
    }
    try {
      FunctionScope scope = new FunctionScope.OfSession(peer, to, limits, sessions.apply(to));
      resolveTree(new Representer(peer, scope, limits.depth()).represent(value));
    } catch (RpcException e) {
      reject(e);
    }
  }

  /** Answers with a plain tree. */
  void resolveTree(Object tree) {
    if (resolve != null && to != null) {
      send(resolve, tree)
          .whenComplete(
              (ignored, failure) -> {
                if (failure != null) {
                  LOG.warn("{}: result for {} was not sent: {}", peer, to, failure.getMessage());
                  reject(failure);
                }
              });
    }
  }

  /** Answers with a failure; logs it if nobody wants to know. */
  void reject(Throwable failure) {
    if (reject == null || to == null) {
      LOG.debug("{}: a call of {} that wants no answer failed", peer, to, failure);
      return;
    }
    send(reject, Errors.represent(failure))
        .whenComplete(
            (ignored, second) -> {
              if (second != null) {
                LOG.warn("{}: failure for {} was not sent: {}", peer, to, second.getMessage());
              }
            });
  }

  private CompletableFuture<Void> send(String method, Object tree) {
    Map<String, Object> main = Outbox.main(peer, to, method);
    if (session != null) {
      main.put("parent", session);
    }
    Map<String, Object> extra = new LinkedHashMap<>();
    extra.put("args", tree == null ? Collections.singletonList(null) : List.of(tree));
    return outbox.send(peer, main, extra);
  }
}
