package io.mycel.transport.jetty.internal.websocket;

import io.mycel.transport.jetty.internal.BufferPool.Block;
import io.mycel.transport.jetty.internal.Memory;
import io.mycel.transport.jetty.internal.PoolExhaustedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Finds the messages in the bytes of a client (RFC 6455, server side). It knows nothing of sockets:
 * bytes go in by {@link #parse}, or, where much of a large payload is still missing, by reading
 * them straight into {@link #target()}. After an exception it must only be released.
 *
 * <p>Not safe for several threads at once.
 */
final class FrameParser {
  /** From this many missing bytes on it pays to read into the frame itself. */
  static final int DIRECT_READ = 8192;

  private final Limits limits;
  private final Memory memory;
  private final FrameHeader header;
  private final MessageInflater inflater;
  private final Fragments fragments;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  /** The frame under way: its memory, how much is filled, how much of that is unmasked. */
  private Block block;

  private int filled;
  private int unmasked;

  /** Whether the message under way is compressed. */
  private boolean compressed;

  /**
   * A parser for one connection.
   *
   * @param memory for its messages
   * @param inflater for compressed messages; null if the client may not send them
   */
  FrameParser(Limits limits, Memory memory, MessageInflater inflater) {
    this.header = new FrameHeader(inflater != null);
    this.inflater = inflater;
    this.limits = limits;
    this.memory = memory;
    this.fragments = new Fragments(limits, memory);
  }

  /** Takes all of {@code in} and hands on what it completes. */
  void parse(ByteBuffer in, FrameSink sink) throws WebSocketException {
    while (block != null || header.read(in)) {
      if (block == null) {
        begin();
      }
      ByteBuffer bytes = block.bytes();
      int count = Math.min(in.remaining(), bytes.capacity() - filled);
      bytes.limit(filled + count);
      bytes.put(filled, in, in.position(), count);
      in.position(in.position() + count);
      if (!advance(filled + count, sink)) {
        return;
      }
    }
  }

  /**
   * Where to read the rest of a large payload: append at its limit, up to its capacity, then call
   * {@link #targetFilled}. Null while the bytes are better read elsewhere and parsed.
   */
  ByteBuffer target() {
    boolean large = block != null && block.bytes().capacity() - filled >= DIRECT_READ;
    return large ? block.bytes() : null;
  }

  /** Bytes were appended to {@link #target()}. */
  void targetFilled(FrameSink sink) throws WebSocketException {
    advance(block.bytes().limit(), sink);
  }

  /** Gives back the memory of what is incomplete. */
  void release() {
    if (block != null) {
      block.release();
      block = null;
    }
    fragments.release();
  }

  private void begin() throws WebSocketException {
    long length = header.length();
    int opcode = header.opcode();
    if (!Opcode.isControl(opcode)) {
      checkSequence(opcode);
      checkSize(opcode, length);
      if (opcode != Opcode.CONTINUATION) {
        compressed = header.compressed();
      }
    }
    boolean part = !Opcode.isControl(opcode) && (fragments.pending() || !header.fin());
    block = acquire((int) length, part);
    block.bytes().limit(0);
    filled = 0;
    unmasked = 0;
  }

  private void checkSequence(int opcode) throws WebSocketException {
    if (opcode == Opcode.CONTINUATION && !fragments.pending()) {
      throw WebSocketException.protocol("a continuation of no message");
    }
    if (opcode != Opcode.CONTINUATION && fragments.pending()) {
      throw WebSocketException.protocol("a new message before the last one ended");
    }
  }

  private void checkSize(int opcode, long length) throws WebSocketException {
    check("frame", length, limits.maxFrameBytes());
    long message = length + fragments.bytes();
    if (fragments.pending() || !header.fin()) {
      check("message", message, limits.maxMessageBytes());
    }
    if ((fragments.pending() ? fragments.opcode() : opcode) == Opcode.TEXT) {
      check("text message", message, limits.maxTextBytes());
    }
  }

  private static void check(String what, long size, int max) throws WebSocketException {
    if (size > max) {
      String reason = "a " + what + " of " + size + " bytes; the limit is " + max;
      throw new WebSocketException(CloseCode.TOO_BIG, reason);
    }
  }

  private Block acquire(int size, boolean part) throws WebSocketException {
    try {
      return part ? memory.acquireFragment(size) : memory.acquire(size);
    } catch (PoolExhaustedException e) {
      throw new WebSocketException(CloseCode.TRY_AGAIN_LATER, e.getMessage());
    }
  }

  /** Unmasks what is new while it is in the cache, and ends the frame when it is whole. */
  private boolean advance(int newlyFilled, FrameSink sink) throws WebSocketException {
    filled = newlyFilled;
    ByteBuffer bytes = block.bytes();
    boolean whole = filled == bytes.capacity();
    int end = whole ? filled : filled & ~7;
    Mask.apply(bytes, unmasked, end, header.maskingKey());
    unmasked = end;
    if (whole) {
      end(sink);
    }
    return whole;
  }

  private void end(FrameSink sink) throws WebSocketException {
    ByteBuffer bytes = block.bytes();
    boolean fin = header.fin();
    int opcode = header.opcode();
    header.reset();
    switch (opcode) {
      case Opcode.PING -> sink.ping(bytes);
      case Opcode.PONG -> sink.pong();
      case Opcode.CLOSE -> endClose(bytes, sink);
      default -> {
        endData(opcode, fin, sink);
        return;
      }
    }
    block.release();
    block = null;
  }

  private void endData(int opcode, boolean fin, FrameSink sink) throws WebSocketException {
    Block whole = block;
    boolean split = fragments.pending();
    if (!fin || fragments.pending()) {
      block = null;
      fragments.add(opcode, whole);
      if (!fin) {
        return;
      }
      try {
        opcode = fragments.opcode();
        whole = fragments.join();
      } catch (PoolExhaustedException e) {
        throw new WebSocketException(CloseCode.TRY_AGAIN_LATER, e.getMessage());
      }
    }
    block = null;
    if (compressed) {
      whole = inflate(whole, opcode, split);
    }
    if (opcode == Opcode.BINARY) {
      sink.binary(whole.bytes(), whole);
      return;
    }
    try {
      int size = whole.bytes().remaining();
      sink.text(text(whole.bytes(), "a text message"), size);
    } finally {
      whole.release();
    }
  }

  private Block inflate(Block message, int opcode, boolean split) throws WebSocketException {
    int limit =
        opcode == Opcode.TEXT
            ? limits.maxTextBytes()
            : split ? limits.maxMessageBytes() : limits.maxFrameBytes();
    try {
      return inflater.inflate(message.bytes(), limit);
    } finally {
      message.release();
    }
  }

  private void endClose(ByteBuffer bytes, FrameSink sink) throws WebSocketException {
    if (!bytes.hasRemaining()) {
      sink.close(CloseCode.NO_STATUS, "");
      return;
    }
    if (bytes.remaining() < 2) {
      throw WebSocketException.protocol("a close frame with half a code");
    }
    int code = bytes.getShort() & 0xFFFF;
    if (!CloseCode.isSendable(code)) {
      throw WebSocketException.protocol("a close frame with code " + code);
    }
    sink.close(code, text(bytes, "a close reason"));
  }

  private String text(ByteBuffer bytes, String what) throws WebSocketException {
    try {
      return utf8.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new WebSocketException(CloseCode.BAD_DATA, what + " is not UTF-8");
    }
  }
}
