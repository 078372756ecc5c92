package io.mycel.api.rpc;

import java.time.Duration;
import java.util.Map;

/**
 * How a call is made.
 *
 * @param timeout the longest silence: each heartbeat of the callee starts it anew
 * @param user the user on whose behalf a trusted in-process peer calls, as on the wire; null for
 *     the peer's own
 */
public record CallOptions(Duration timeout, Map<String, Object> user) {
  /** 30 s of silence at most, on the peer's own behalf. */
  public static final CallOptions DEFAULT = new CallOptions(Duration.ofSeconds(30), null);
}
