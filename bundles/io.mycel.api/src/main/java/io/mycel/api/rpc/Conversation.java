package io.mycel.api.rpc;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * All that an {@link RpcEngine} remembers of one {@link Peer}. Engines use it; others use the peer.
 */
public final class Conversation {
  /**
   * How another peer takes long messages.
   *
   * @param apiVersion of its built-in service; 3 or more takes pieces in any order; 0 if it has
   *     none
   * @param until when to ask again, by the engine's clock
   */
  public record Dialect(int apiVersion, long until) {}

  private final ConcurrentMap<String, Session> sessions = new ConcurrentHashMap<>();
  private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<ChunkedMessage.Key, ChunkedMessage> chunked =
      new ConcurrentHashMap<>();
  private final AtomicLong chunkedBytes = new AtomicLong();
  private volatile long maxChunkedBytes = Long.MAX_VALUE;
  private final ConcurrentMap<String, RemoteObject> objects = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Codec<?>> codecs = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Dialect> dialects = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Consumer<Map<String, Object>>> listeners =
      new ConcurrentHashMap<>();
  private final AtomicLong wakeAt = new AtomicLong(Long.MAX_VALUE);
  private final LongAdder badFrames = new LongAdder();
  private volatile RpcException closed;

  /** Sessions by their id. */
  public ConcurrentMap<String, Session> sessions() {
    return sessions;
  }

  /** Calls of others that are being answered. */
  public Set<RunningCall> running() {
    return running;
  }

  /** Unfinished chunked messages. */
  public ConcurrentMap<ChunkedMessage.Key, ChunkedMessage> chunked() {
    return chunked;
  }

  /** Bytes of all unfinished chunked messages. */
  public AtomicLong chunkedBytes() {
    return chunkedBytes;
  }

  /** What {@link #chunkedBytes} may become, if that is less than the engine allows. */
  public long maxChunkedBytes() {
    return maxChunkedBytes;
  }

  /** Allows fewer bytes of unfinished chunked messages than the engine does. */
  public void limitChunkedBytes(long bytes) {
    maxChunkedBytes = bytes;
  }

  /** Remote objects by their service id. */
  public ConcurrentMap<String, RemoteObject> objects() {
    return objects;
  }

  /** Codecs by their {@code _rtype}. */
  public ConcurrentMap<String, Codec<?>> codecs() {
    return codecs;
  }

  /** What is known of other peers, by their address. */
  public ConcurrentMap<String, Dialect> dialects() {
    return dialects;
  }

  /** Who wants events, by their type. */
  public ConcurrentMap<String, Consumer<Map<String, Object>>> listeners() {
    return listeners;
  }

  /**
   * When the engine will next look for what is due; {@link Long#MAX_VALUE} if no look is planned.
   */
  public AtomicLong wakeAt() {
    return wakeAt;
  }

  /** Frames that could not be read. */
  public LongAdder badFrames() {
    return badFrames;
  }

  /** Why the peer is closed; null while it is open. */
  public RpcException closed() {
    return closed;
  }

  /** Ends a chunked message that is still there, and takes its bytes off the account. */
  public void drop(ChunkedMessage.Key key) {
    ChunkedMessage message = chunked.remove(key);
    if (message != null) {
      chunkedBytes.addAndGet(-message.end());
    }
  }

  /** Ends all that belongs to a peer that is gone; calls that wait for it fail. */
  void forget(String address, RpcException reason) {
    dialects.remove(address);
    objects.values().removeIf(object -> object.target().equals(address));
    running.removeIf(call -> call.caller().equals(address));
    chunked.keySet().stream().filter(key -> key.from().equals(address)).forEach(this::drop);
    for (Session session : sessions.values()) {
      if (session.target().equals(address)) {
        fail(session, reason);
      }
    }
  }

  /** Ends what cannot go on over another link: calls that wait, and messages half arrived. */
  void interrupt(RpcException reason) {
    dialects.clear();
    chunked.keySet().forEach(this::drop);
    for (Session session : sessions.values()) {
      if (session.answer() != null) {
        fail(session, reason);
      }
    }
  }

  /** Ends everything. */
  void close(RpcException reason) {
    closed = reason;
    running.clear();
    objects.clear();
    dialects.clear();
    chunked.keySet().forEach(this::drop);
    sessions.values().forEach(session -> fail(session, reason));
  }

  private void fail(Session session, RpcException reason) {
    sessions.remove(session.id(), session);
    if (session.answer() != null) {
      session.answer().completeExceptionally(reason);
    }
  }
}
