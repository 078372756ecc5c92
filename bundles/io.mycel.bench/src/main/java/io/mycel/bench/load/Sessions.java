package io.mycel.bench.load;

import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.Msgpack;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The calls of one client that wait for their answers. A session id has 20 characters: 8 of the
 * client, 4 for the place in this table, 8 for the how manieth call of that place; so an id can be
 * patched into a frame, and an answer finds its call without a look-up by text.
 */
final class Sessions {
  /** Where the call number begins in an id. */
  static final int NUMBER_OFFSET = 12;

  private static final int LENGTH = 20;
  private static final int MAX_PLACES = 1 << 16;
  private static final int NONE = -1;

  /** What waits for an answer. */
  interface Waiting {
    /** The answer: {@code resolve}, or else {@code reject}. */
    void answered(Message message, boolean resolved);

    /** The connection ended before the answer came. */
    void lost(String reason);
  }

  private static final class Place {
    private final Waiting waiting;
    private int number;
    private boolean open;

    Place(Waiting waiting) {
      this.waiting = waiting;
    }
  }

  private final byte[] prefix;
  private final List<Place> places = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  Sessions() {
    int random = ThreadLocalRandom.current().nextInt();
    prefix = Message.ascii(String.format(Locale.ROOT, "%08x", random));
  }

  /** A place in the table, until {@link #leave}. */
  int enter(Waiting waiting) {
    Integer reused = free.poll();
    if (reused != null) {
      Place place = new Place(waiting);
      place.number = places.get(reused).number;
      places.set(reused, place);
      return reused;
    }
    if (places.size() == MAX_PLACES) {
      throw new IllegalStateException(MAX_PLACES + " calls at one time");
    }
    places.add(new Place(waiting));
    return places.size() - 1;
  }

  /** Gives a place up. */
  void leave(int place) {
    places.get(place).open = false;
    free.add(place);
  }

  /** The next call of a place begins. */
  int next(int place) {
    Place each = places.get(place);
    each.open = true;
    return ++each.number;
  }

  /** The id of a place's call. */
  String id(int place, int number) {
    return new String(prefix, java.nio.charset.StandardCharsets.US_ASCII)
        + String.format(Locale.ROOT, "%04x%08x", place, number);
  }

  /** A call number as the eight characters of an id, the first in the highest byte. */
  static long digits(int number) {
    long text = 0;
    for (int shift = 28; shift >= 0; shift -= 4) {
      int digit = number >>> shift & 15;
      text = text << 8 | (digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
    return text;
  }

  /** Whether a method is one of a session of this client. */
  boolean owns(ByteBuffer b, int method) {
    if (Msgpack.bodySize(b, method) < LENGTH + 1) {
      return false;
    }
    int body = method + Msgpack.headerSize(b, method);
    for (int i = 0; i < prefix.length; i++) {
      if (b.get(body + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Hands an answer to the call that waits for it.
   *
   * @return false if none waits: it was answered before
   */
  boolean answer(Message message) {
    ByteBuffer b = message.buffer();
    int body = message.method() + Msgpack.headerSize(b, message.method());
    int place = hex(b, body + prefix.length, 4);
    int number = hex(b, body + NUMBER_OFFSET, 8);
    int verb = Msgpack.bodySize(b, message.method()) - LENGTH;
    boolean resolved = verb == ".resolve".length() && b.get(body + LENGTH + 3) == 's';
    boolean rejected = verb == ".reject".length();
    if (!resolved && !rejected) {
      return true; // a heartbeat
    }
    Place each = place < places.size() ? places.get(place) : null;
    if (each == null || !each.open || each.number != number) {
      return false;
    }
    each.open = false;
    each.waiting.answered(message, resolved);
    return true;
  }

  private static int hex(ByteBuffer b, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = Character.digit(b.get(i), 16);
      if (digit == NONE) {
        return NONE >>> 1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** All who wait are told that no answer will come. */
  void lost(String reason) {
    for (Place each : List.copyOf(places)) {
      if (each.open) {
        each.open = false;
        each.waiting.lost(reason);
      }
    }
  }
}
