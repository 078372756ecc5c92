package io.mycel.rpc.internal;

import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Conversation;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls functions of other peers. */
final class Caller {
  private static final Duration LONGEST = Duration.ofDays(365);

  private final RpcLimits limits;
  private final Outbox outbox;
  private final Keeper keeper;

  private final RpcCounters counters;

  Caller(RpcLimits limits, Outbox outbox, Keeper keeper, RpcCounters counters) {
    this.limits = limits;
    this.outbox = outbox;
    this.keeper = keeper;
    this.counters = counters;
  }

  CompletableFuture<Object> call(
      Peer peer,
      RemoteFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      CallOptions options) {
    Conversation conversation = peer.conversation();
    if (conversation.closed() != null) {
      return CompletableFuture.failedFuture(conversation.closed());
    }
    if (conversation.sessions().size() >= limits.sessions()) {
      counters.count(RpcCounters.Event.SESSIONS_FULL);
      return CompletableFuture.failedFuture(
          new RpcException(
              RpcException.Kind.DATA,
              "peer " + peer.address() + " has " + limits.sessions() + " open calls already"));
    }
    return function.promise() == RemoteFunction.Promise.NONE
        ? tell(peer, function, args, kwargs, options)
        : ask(peer, function, args, kwargs, options);
  }

  private CompletableFuture<Object> ask(
      Peer peer,
      RemoteFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      CallOptions options) {
    Duration timeout = shorter(options.timeout(), LONGEST);
    Session session =
        Session.ofCall(Ids.next(), function.target(), function.method(), timeout.toNanos());
    Map<String, Object> main = main(peer, function, options);
    main.put("session", session.id());
    var sessions = peer.conversation().sessions();
    session.answer().whenComplete((value, failure) -> sessions.remove(session.id(), session));
    sessions.put(session.id(), session);
    try {
      Map<String, Object> extra = extra(peer, function.target(), args, kwargs, () -> session);
      double interval = timeout.toMillis() / 2000.0;
      if (function.promise() == RemoteFunction.Promise.COMPACT) {
        extra.put("promise", "*");
        extra.put("t", interval);
      } else {
        extra.put("promise", promise(peer, session, interval));
      }
      outbox
          .send(peer, main, extra)
          .whenComplete(
              (ignored, failure) -> {
                if (failure != null) {
                  session.answer().completeExceptionally(Errors.rpc(failure));
                } else {
                  session.touch(keeper.now());
                  keeper.wake(peer, session.deadline());
                }
              });
    } catch (RuntimeException e) {
      session.answer().completeExceptionally(Errors.rpc(e));
    }
    if (peer.conversation().closed() != null) {
      session.answer().completeExceptionally(peer.conversation().closed());
    }
    return session.answer();
  }

  /** Calls without asking for an answer; done when it is sent. */
  private CompletableFuture<Object> tell(
      Peer peer,
      RemoteFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      CallOptions options) {
    try {
      Map<String, Object> extra =
          extra(peer, function.target(), args, kwargs, new LazySession(peer, function.target()));
      return outbox.send(peer, main(peer, function, options), extra).thenApply(ignored -> null);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(Errors.rpc(e));
    }
  }

  private static Map<String, Object> main(Peer peer, RemoteFunction function, CallOptions options) {
    Map<String, Object> main = Outbox.main(peer, function.target(), function.method());
    if (options.user() != null) {
      main.put("user", options.user());
    }
    return main;
  }

  private Map<String, Object> extra(
      Peer peer,
      String target,
      List<Object> args,
      Map<String, Object> kwargs,
      java.util.function.Supplier<Session> session) {
    List<Object> all = new ArrayList<>(args);
    if (!kwargs.isEmpty()) {
      all.add(kwargs);
    }
    FunctionScope scope = new FunctionScope.OfSession(peer, target, limits, session);
    Map<String, Object> extra = new LinkedHashMap<>();
    extra.put("args", new Representer(peer, scope, limits.depth()).represent(all));
    if (!kwargs.isEmpty()) {
      extra.put("with_kwargs", true);
    }
    return extra;
  }

  /** Functions inside something that is sent without a session of its own. */
  LazySession lazySession(Peer peer, String target) {
    return new LazySession(peer, target);
  }

  private static Map<String, Object> promise(Peer peer, Session session, double interval) {
    Map<String, Object> promise = new LinkedHashMap<>();
    promise.put("heartbeat", method(peer, session, "heartbeat"));
    promise.put("interval", interval);
    promise.put("resolve", method(peer, session, "resolve"));
    promise.put("reject", method(peer, session, "reject"));
    return promise;
  }

  private static Map<String, Object> method(Peer peer, Session session, String name) {
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("_rtype", "method");
    method.put("_rtarget", peer.address());
    method.put("_rmethod", session.id() + "." + name);
    method.put("_rpromise", false);
    return method;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A session that is opened when the first function needs it. */
  final class LazySession implements java.util.function.Supplier<Session> {
    private final Peer peer;
    private final String target;
    private Session session;

    private LazySession(Peer peer, String target) {
      this.peer = peer;
      this.target = target;
    }

    @Override
    public synchronized Session get() {
      if (session == null) {
        if (peer.conversation().sessions().size() >= limits.sessions()) {
          counters.count(RpcCounters.Event.SESSIONS_FULL);
          throw new RpcException(
              RpcException.Kind.DATA,
              "peer " + peer.address() + " has " + limits.sessions() + " open sessions already");
        }
        session = Session.ofFunctions(Ids.next(), target, limits.sessionIdle().toNanos());
        session.touch(keeper.now());
        peer.conversation().sessions().put(session.id(), session);
        keeper.wake(peer, session.deadline());
      }
      return session;
    }
  }
}
