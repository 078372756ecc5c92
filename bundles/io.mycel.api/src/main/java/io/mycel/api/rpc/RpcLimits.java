package io.mycel.api.rpc;

import java.time.Duration;

/**
 * What an {@link RpcEngine} allows, so that no peer can exhaust this process.
 *
 * @param depth nesting of maps and lists in a frame
 * @param values values in one frame or assembled message: list items, map keys and map values
 * @param chunkBytes payload bytes of one piece of a chunked message that is sent; a frame longer
 *     than this and 1024 bytes is sent in pieces
 * @param chunksInFlight pieces sent and not yet confirmed (dialect B; A sends one at a time)
 * @param messageBytes length of a chunked message that arrives; it takes that much heap
 * @param messageChunks pieces of a chunked message that arrives
 * @param cacheBytes bytes of all unfinished chunked messages of all peers together; one sender gets
 *     no more of them than are left for others
 * @param cacheMessages unfinished chunked messages of one peer
 * @param cacheIdle how long an unfinished chunked message waits for its next piece
 * @param sessions open sessions of one peer: calls without an answer, and functions passed on
 * @param sessionIdle how long functions inside a returned value live after their last use
 * @param runningCalls calls that one peer answers at the same time
 * @param remoteObjects remote objects ({@code _rintf}) that one peer offers
 * @param apiVersionLife how long the chunking dialect of another peer is remembered
 */
public record RpcLimits(
    int depth,
    int values,
    int chunkBytes,
    int chunksInFlight,
    long messageBytes,
    int messageChunks,
    long cacheBytes,
    int cacheMessages,
    Duration cacheIdle,
    int sessions,
    Duration sessionIdle,
    int runningCalls,
    int remoteObjects,
    Duration apiVersionLife) {

  /** Frames above 512 KiB cannot be read by hypha-rpc's Python client. */
  private static final int MAX_CHUNK_BYTES = 500 * 1024;

  private static final long MAX_MESSAGE_BYTES = 512L << 20;
  private static final long MAX_CACHE_BYTES = 1L << 30;

  /** Checks that every limit can be met. */
  public RpcLimits {
    between("depth", depth, 4, 1000);
    between("values", values, 16, Integer.MAX_VALUE);
    between("chunkBytes", chunkBytes, 1024, MAX_CHUNK_BYTES);
    between("chunksInFlight", chunksInFlight, 1, 1000);
    between("messageBytes", messageBytes, 1024, Integer.MAX_VALUE - 1024);
    between("messageChunks", messageChunks, 1, Integer.MAX_VALUE);
    between("cacheBytes", cacheBytes, 1024, Long.MAX_VALUE);
    between("cacheMessages", cacheMessages, 1, Integer.MAX_VALUE);
    between("cacheIdle (ms)", cacheIdle.toMillis(), 1, Long.MAX_VALUE);
    between("sessions", sessions, 1, Integer.MAX_VALUE);
    between("sessionIdle (ms)", sessionIdle.toMillis(), 1, Long.MAX_VALUE);
    between("runningCalls", runningCalls, 1, Integer.MAX_VALUE);
    between("remoteObjects", remoteObjects, 1, Integer.MAX_VALUE);
    between("apiVersionLife (ms)", apiVersionLife.toMillis(), 0, Long.MAX_VALUE);
  }

  /**
   * The limits of a component without configuration: messages of a quarter of the heap, and half of
   * it for those that are not whole yet, as far as that is not more than 512 MB and 1 GB.
   */
  public static RpcLimits defaults() {
    long heap = Runtime.getRuntime().maxMemory();
    return new RpcLimits(
        128,
        4_000_000,
        256 * 1024,
        30,
        Math.min(MAX_MESSAGE_BYTES, heap / 4),
        8192,
        Math.min(MAX_CACHE_BYTES, heap / 2),
        256,
        Duration.ofSeconds(60),
        100_000,
        Duration.ofMinutes(10),
        100_000,
        10_000,
        Duration.ofMinutes(10));
  }

  private static void between(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "RPC limit " + name + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
