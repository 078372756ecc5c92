package io.mycel.rpc.internal;

import io.mycel.api.rpc.ChunkedMessage;
import io.mycel.api.rpc.Conversation;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.RunningCall;
import io.mycel.api.rpc.Session;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the times of peers: time-outs of calls, heartbeats, and the ends of what is idle.
 *
 * <p>There is no timer for each call. A peer has one look planned at the earliest moment when
 * something can be due; a look does what is due and plans the next one. As long as answers come in
 * time, a call costs nothing here, and all times are in the peer, so another engine can take over.
 */
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  /** Looks come no closer than this, however many things are due. */
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Clock clock;
  private final RpcLimits limits;
  private final Outbox outbox;
  private final RpcCounters counters;
  private volatile boolean closed;

  Keeper(Clock clock, RpcLimits limits, Outbox outbox, RpcCounters counters) {
    this.clock = clock;
    this.limits = limits;
    this.outbox = outbox;
    this.counters = counters;
  }

  /** The engine's time. */
  long now() {
    return clock.now();
  }

  /** Looks at a peer soon, whatever another engine has planned for it. */
  void adopt(Peer peer) {
    if (!closed) {
      peer.conversation().wakeAt().set(Long.MAX_VALUE);
      wake(peer, now());
    }
  }

  /** Keeps no more times: what is still planned here is left to whom its peer belongs then. */
  void close() {
    closed = true;
  }

  /** Sees to it that there is a look at a peer soon after a moment. */
  void wake(Peer peer, long at) {
    if (closed) {
      peer.engine().adopt(peer);
      return;
    }
    var planned = peer.conversation().wakeAt();
    for (long before = planned.get(); at < before; before = planned.get()) {
      if (planned.compareAndSet(before, at)) {
        clock.after(Math.max(at - clock.now(), STEP_NANOS), () -> look(peer));
        return;
      }
    }
  }

  /** Does what is due for a peer, and plans the next look if there will be anything. */
  void look(Peer peer) {
    Conversation conversation = peer.conversation();
    conversation.wakeAt().set(Long.MAX_VALUE);
    long now = clock.now();
    long next = Long.MAX_VALUE;
    for (Session session : conversation.sessions().values()) {
      long deadline = session.deadline();
      if (deadline <= now) {
        expire(peer, session);
      } else {
        next = Math.min(next, deadline);
      }
    }
    for (RunningCall call : conversation.running()) {
      if (call.nextBeat() <= now) {
        call.beat(now);
        outbox.heartbeat(peer, call);
      }
      next = Math.min(next, call.nextBeat());
    }
    int expired = 0;
    String lastFrom = null;
    long idle = limits.cacheIdle().toNanos();
    for (Map.Entry<ChunkedMessage.Key, ChunkedMessage> entry : conversation.chunked().entrySet()) {
      long end = entry.getValue().lastUsed() + idle;
      if (end <= now) {
        expired++;
        lastFrom = entry.getKey().from();
        counters.count(RpcCounters.Event.CHUNKED_EXPIRED);
        conversation.drop(entry.getKey());
      } else {
        next = Math.min(next, end);
      }
    }
    if (expired > 0) {
      LOG.warn("{}: given up: {} long messages without an end, as of {}", peer, expired, lastFrom);
    }
    conversation.dialects().values().removeIf(dialect -> dialect.until() <= now);
    if (next != Long.MAX_VALUE) {
      wake(peer, next);
    }
  }

  /** Nobody asked a generator on: what it holds, a file perhaps, is let go by a worker. */
  private static void close(Peer peer, GeneratorFunction generator) {
    try {
      peer.executor().execute(generator::end);
    } catch (RejectedExecutionException e) {
      LOG.warn("{}: too busy to close an abandoned generator", peer);
    }
  }

  private void expire(Peer peer, Session session) {
    peer.conversation().sessions().remove(session.id(), session);
    for (RpcFunction function : session.functions().values()) {
      if (function instanceof GeneratorFunction generator) {
        close(peer, generator);
      }
    }
    if (session.answer() != null) {
      counters.count(RpcCounters.Event.CALL_TIMED_OUT);
      session
          .answer()
          .completeExceptionally(
              new RpcException(
                  RpcException.Kind.TIMEOUT,
                  "Method call timed out: " + session.target() + ":" + session.label()));
    }
  }
}
