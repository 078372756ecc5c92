package io.mycel.rpc.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What an engine counts that somebody should look at. */
final class RpcCounters {
  /** What went wrong. */
  enum Event {
    /** A call was not answered in time. */
    CALL_TIMED_OUT("calls_timed_out", "Calls of peers of this JVM that nobody answered in time"),
    /** An unfinished chunked message waited too long for its next piece. */
    CHUNKED_EXPIRED("chunked_messages_expired", "Long messages given up because no piece came"),
    /** A piece or a chunked message was one too many, or too large. */
    CHUNKED_REFUSED("chunked_messages_refused", "Long messages refused because of a limit"),
    /** A call was not made because its peer has too many open sessions. */
    SESSIONS_FULL("calls_not_made", "Calls not made because their peer has too many open sessions"),
    /** A call was not run because its peer runs or has waiting too many. */
    BUSY("calls_not_run", "Calls rejected because the called peer has too many to answer"),
    /** A frame could not be read. */
    BAD_FRAME("bad_frames", "Frames for peers of this JVM that cannot be read");

    private final String figure;
    private final String help;

    Event(String figure, String help) {
      this.figure = figure;
      this.help = help;
    }

    /** The middle of the figure's name. */
    String figure() {
      return figure;
    }

    String help() {
      return help;
    }
  }

  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

  RpcCounters() {
    for (Event event : Event.values()) {
      counts.put(event, new LongAdder());
    }
  }

  void count(Event event) {
    counts.get(event).increment();
  }

  void forEach(BiConsumer<Event, Long> reader) {
    counts.forEach((event, count) -> reader.accept(event, count.sum()));
  }
}
