package io.mycel.transport.jetty.internal.websocket;

import io.mycel.transport.jetty.internal.BufferPool.Block;
import io.mycel.transport.jetty.internal.Memory;
import io.mycel.transport.jetty.internal.PoolExhaustedException;
import java.util.ArrayList;
import java.util.List;

/** The frames of a message that comes in fragments, kept until the last is there. */
final class Fragments {
  private final Limits limits;
  private final Memory memory;
  private final List<Block> blocks = new ArrayList<>();
  private int opcode;
  private int bytes;

  Fragments(Limits limits, Memory memory) {
    this.limits = limits;
    this.memory = memory;
  }

  /** Whether a message has begun and not ended. */
  boolean pending() {
    return !blocks.isEmpty();
  }

  /** What the first frame said the message is. */
  int opcode() {
    return opcode;
  }

  int bytes() {
    return bytes;
  }

  /** Takes one more frame and its lease. */
  void add(int frameOpcode, Block block) throws WebSocketException {
    if (blocks.isEmpty()) {
      opcode = frameOpcode;
    }
    blocks.add(block);
    bytes += block.bytes().capacity();
    if (blocks.size() > limits.maxFragments()) {
      String reason = "a message in more than " + limits.maxFragments() + " fragments";
      throw new WebSocketException(CloseCode.TOO_BIG, reason);
    }
  }

  /** The whole message, each byte copied once; nothing is pending afterwards. */
  Block join() throws PoolExhaustedException {
    Block whole = memory.acquire(bytes);
    int at = 0;
    for (Block each : blocks) {
      int length = each.bytes().capacity();
      whole.bytes().put(at, each.bytes(), 0, length);
      at += length;
    }
    release();
    return whole;
  }

  /** Drops what is pending. */
  void release() {
    blocks.forEach(Block::release);
    blocks.clear();
    bytes = 0;
  }
}
