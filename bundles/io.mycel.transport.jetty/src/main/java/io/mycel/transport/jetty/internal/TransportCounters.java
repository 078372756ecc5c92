package io.mycel.transport.jetty.internal;

import io.mycel.api.http.Meter.Kind;
import io.mycel.api.http.Meter.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the transport counts. All methods may be called by any thread and none blocks. */
public final class TransportCounters {

  /** Why an outgoing frame was not written. */
  public enum Dropped {
    /** The connection's queue was full: its client reads too slowly. */
    QUEUE_FULL,
    /** The connection was closed before the frame was written. */
    CLOSED
  }

  private final LongAdder opened = new LongAdder();
  private final LongAdder framesIn = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder framesOut = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder compressedFrom = new LongAdder();
  private final LongAdder compressedTo = new LongAdder();
  private final LongAdder[] dropped = adders(Dropped.values().length);
  private final LongAdder[] httpByClass = adders(6);

  private static LongAdder[] adders(int count) {
    LongAdder[] all = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      all[i] = new LongAdder();
    }
    return all;
  }

  /** A WebSocket was opened. */
  public void connectionOpened() {
    opened.increment();
  }

  /** A whole message arrived; {@code bytes} is its payload. */
  public void received(long bytes) {
    framesIn.increment();
    bytesIn.add(bytes);
  }

  /** A frame was written; {@code bytes} is its size with its header. */
  public void sent(long bytes) {
    framesOut.increment();
    bytesOut.add(bytes);
  }

  /** A message of so many bytes was compressed before it was sent. */
  public void compressed(long before, long after) {
    compressedFrom.add(before);
    compressedTo.add(after);
  }

  /** A frame was dropped. */
  public void dropped(Dropped why) {
    dropped[why.ordinal()].increment();
  }

  /** How many frames were dropped for a reason. */
  public long droppedFrames(Dropped why) {
    return dropped[why.ordinal()].sum();
  }

  /** A request was answered with this status. */
  public void answered(int status) {
    httpByClass[Math.min(5, Math.max(0, status / 100))].increment();
  }

  /**
   * The figures for {@code /metrics}.
   *
   * @param openConnections WebSockets open now
   */
  public List<Sample> samples(int openConnections, BufferPool pool) {
    List<Sample> all = new ArrayList<>();
    all.add(gauge("connections", "Open WebSocket connections.", Map.of(), openConnections));
    all.add(counter("connections_total", "WebSocket connections opened.", Map.of(), opened.sum()));
    String frames = "Whole messages received, frames sent.";
    all.add(counter("frames_total", frames, Map.of("direction", "in"), framesIn.sum()));
    all.add(counter("frames_total", frames, Map.of("direction", "out"), framesOut.sum()));
    String bytes = "Bytes of WebSocket frames.";
    all.add(counter("bytes_total", bytes, Map.of("direction", "in"), bytesIn.sum()));
    all.add(counter("bytes_total", bytes, Map.of("direction", "out"), bytesOut.sum()));
    for (Dropped why : Dropped.values()) {
      Map<String, String> labels = Map.of("reason", why.name().toLowerCase(Locale.ROOT));
      String help = "Outgoing frames that were not written.";
      all.add(counter("dropped_frames_total", help, labels, droppedFrames(why)));
    }
    String compressed = "Bytes of sent messages that were compressed, before and after.";
    String name = "compressed_bytes_total";
    all.add(counter(name, compressed, Map.of("state", "before"), compressedFrom.sum()));
    all.add(counter(name, compressed, Map.of("state", "after"), compressedTo.sum()));
    String pooled = "Memory of frame buffers.";
    all.add(gauge("pool_bytes", pooled, Map.of("state", "lent"), pool.lentBytes()));
    all.add(gauge("pool_bytes", pooled, Map.of("state", "idle"), pool.idleBytes()));
    String refused = "Frames without memory, whose clients were closed with 1013.";
    String memory = "memory_refusals_total";
    all.add(counter(memory, refused, Map.of("bound", "all"), pool.refusedToAll()));
    all.add(counter(memory, refused, Map.of("bound", "client"), pool.refusedToOne()));
    for (int i = 1; i < httpByClass.length; i++) {
      Map<String, String> labels = Map.of("status", i + "xx");
      String requests = "mycel_http_requests_total";
      long value = httpByClass[i].sum();
      all.add(new Sample(requests, "HTTP requests answered.", Kind.COUNTER, labels, value));
    }
    return all;
  }

  private static Sample counter(String name, String help, Map<String, String> labels, long value) {
    return new Sample("mycel_transport_" + name, help, Kind.COUNTER, labels, value);
  }

  private static Sample gauge(String name, String help, Map<String, String> labels, long value) {
    return new Sample("mycel_transport_" + name, help, Kind.GAUGE, labels, value);
  }
}
