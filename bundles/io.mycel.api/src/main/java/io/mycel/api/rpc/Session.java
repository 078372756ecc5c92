package io.mycel.api.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What a peer keeps open for one other peer: a call that waits for its answer, with the functions
 * that were passed along, or the functions inside a value that was returned. Only the {@link
 * #target} may use it, but those of a stream may be passed on within both workspaces.
 *
 * <p>Times are those of the engine's clock ({@link System#nanoTime} outside tests).
 */
public final class Session {
  private static final long NEVER = Long.MAX_VALUE;

  private final String id;
  private final String target;
  private final String label;
  private final CompletableFuture<Object> answer;
  private final long silenceNanos;
  private final ConcurrentMap<String, RpcFunction> functions = new ConcurrentHashMap<>(4);
  private volatile long deadline = NEVER;

  private Session(
      String id, String target, String label, CompletableFuture<Object> answer, long silence) {
    this.id = id;
    this.target = target;
    this.label = label;
    this.answer = answer;
    this.silenceNanos = silence;
  }

  /**
   * A call that waits.
   *
   * @param id unique within its peer; no dots
   * @param target address of the called peer
   * @param method the called method, for messages
   * @param silenceNanos the longest silence once the call has been sent
   */
  public static Session ofCall(String id, String target, String method, long silenceNanos) {
    return new Session(id, target, method, new CompletableFuture<>(), silenceNanos);
  }

  /**
   * Functions that were passed on.
   *
   * @param id unique within its peer; no dots
   * @param target address of the peer that may call them
   * @param idleNanos how long they live after their last use
   */
  public static Session ofFunctions(String id, String target, long idleNanos) {
    return new Session(id, target, "functions", null, idleNanos);
  }

  /** Its name on the wire. */
  public String id() {
    return id;
  }

  /** Address of the peer that may use it. */
  public String target() {
    return target;
  }

  /** The called method, for messages. */
  public String label() {
    return label;
  }

  /** The answer that a call waits for; null if this session only holds functions. */
  public CompletableFuture<Object> answer() {
    return answer;
  }

  /** Functions by their id within this session. */
  public ConcurrentMap<String, RpcFunction> functions() {
    return functions;
  }

  /** Starts the time of silence anew: the call was sent, a heartbeat or a use came. */
  public void touch(long now) {
    deadline = now + silenceNanos;
  }

  /** When its silence has lasted too long; {@link Long#MAX_VALUE} while it is not counted. */
  public long deadline() {
    return deadline;
  }
}
