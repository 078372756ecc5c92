package io.mycel.bench.micro;

import io.mycel.api.transport.ConnectionHandler;
import io.mycel.api.transport.Lease;
import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hub's router without sockets: a call goes from one client to another, and its answer back.
 * The frames are always the same memory, as if a pool had handed it out; so what is allocated is
 * what the router needs beside pooled buffers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouterBenchmark {
  /** Bytes of the payload. */
  @Param({"16", "65536"})
  public int bytes = 16;

  private HubOnClassPath hub;
  private ConnectionHandler handler;
  private SilentConnection caller;
  private SilentConnection callee;
  private ByteBuffer call;
  private ByteBuffer answer;

  /** Connects two clients. */
  @Setup
  public void connect() {
    hub = new HubOnClassPath();
    handler = hub.handler();
    caller = SilentConnection.open(handler, "bench-caller", null);
    callee = SilentConnection.open(handler, "bench-callee", null);
    ByteBuffer payload = ByteBuffer.allocate(bytes);
    MsgpackWriter w = new MsgpackWriter(512 + bytes);
    w.map(5).entry("type", "method").entry("from", caller.address()).entry("to", callee.address());
    w.entry("method", "services.echo.echo").entry("session", "abcdefghijklmnopqrst");
    w.map(3).string("args").array(1).binary(bytes).raw(payload, 0, bytes);
    w.entry("promise", "*").string("t").real(15);
    call = w.payload();
    MsgpackWriter a = new MsgpackWriter(512 + bytes);
    a.map(5).entry("type", "method").entry("from", callee.address()).entry("to", caller.address());
    a.entry("method", "abcdefghijklmnopqrst.resolve").entry("parent", "abcdefghijklmnopqrst");
    a.map(1).string("args").array(1).binary(bytes).raw(payload, 0, bytes);
    answer = a.payload();
  }

  /** A call and its answer. */
  @Benchmark
  public long forwardCallAndAnswer() {
    pass(caller, call);
    pass(callee, answer);
    return caller.frames();
  }

  /** An answer alone: one frame, which nobody waits for. */
  @Benchmark
  public long forwardFrame() {
    pass(callee, answer);
    return caller.frames();
  }

  private void pass(SilentConnection from, ByteBuffer frame) {
    frame.position(MsgpackWriter.ROOM);
    handler.received(from, frame, Lease.NONE);
  }

  /** Frames that have arrived at both clients. */
  long arrived() {
    return caller.frames() + callee.frames();
  }

  /** Bytes that have arrived at both clients. */
  long arrivedBytes() {
    return caller.bytes() + callee.bytes();
  }

  /** Stops the hub. */
  @TearDown
  public void stop() {
    hub.close();
  }
}
