package io.mycel.bench.micro;

import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.rpc.FrameEngine;
import io.mycel.rpc.RpcEngines;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** The codec: Java values to the bytes of the wire, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

  /** What is encoded. */
  public enum Specimen {
    /** The arguments of a small call. */
    SMALL_CALL,
    /** An array of float32 and shape [512, 512]: 1 MiB. */
    ARRAY,
    /** Four levels of maps with ten entries each, lists of numbers at the leaves. */
    NESTED_MAP
  }

  /** What is encoded. */
  @Param public Specimen specimen = Specimen.SMALL_CALL;

  private FrameEngine engine;
  private Peer peer;
  private Object value;
  private ByteBuffer bytes;

  /** Encodes it once. */
  @Setup
  public void prepare() {
    engine = RpcEngines.create(RpcLimits.defaults());
    peer = new Peer("bench", "bench", null, (head, tail) -> true, Runnable::run, engine);
    value =
        switch (specimen) {
          case SMALL_CALL -> List.of("hello", 42L, Map.of("verbose", true, "scale", 0.5));
          case ARRAY -> NdArray.of(new float[512 * 512], 512, 512);
          case NESTED_MAP -> nested(3);
        };
    bytes = encode();
  }

  private static Object nested(int levels) {
    if (levels == 0) {
      return List.of(1L, 2.5, "three", true);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      map.put("entry-" + i, nested(levels - 1));
    }
    return new LinkedHashMap<>(map);
  }

  /** The value as msgpack. */
  @Benchmark
  public ByteBuffer encode() {
    return engine.pack(engine.represent(peer, value));
  }

  /** The value of the msgpack. */
  @Benchmark
  public Object decode() {
    return engine.restore(peer, "bench/other", engine.unpack(bytes.duplicate()));
  }

  /** Stops the engine. */
  @TearDown
  public void stop() {
    engine.close();
  }

  /** What was encoded. */
  Object value() {
    return value;
  }
}
