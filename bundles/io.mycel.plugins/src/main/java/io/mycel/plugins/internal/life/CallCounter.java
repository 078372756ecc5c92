package io.mycel.plugins.internal.life;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls of a plugin's functions by other clients. */
public final class CallCounter {
  private final InstantSource clock;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong lastMillis;

  CallCounter(InstantSource clock) {
    this.clock = clock;
    this.lastMillis = new AtomicLong(clock.millis());
  }

  /** How many there were. */
  public long calls() {
    return calls.get();
  }

  /** Since the last of them ended, or there was none; 0 while one goes on. */
  public long idleMillis() {
    return open.get() > 0 ? 0 : Math.max(0, clock.millis() - lastMillis.get());
  }

  /** The same members, with their functions counted. */
  Map<String, Object> counted(Map<String, Object> members) {
    Map<String, Object> counted = new LinkedHashMap<>();
    members.forEach((name, member) -> counted.put(name, member(member)));
    return counted;
  }

  private Object member(Object member) {
    if (member instanceof Map<?, ?> map) {
      Map<String, Object> inner = new LinkedHashMap<>();
      map.forEach((name, value) -> inner.put(String.valueOf(name), member(value)));
      return inner;
    }
    if (member instanceof List<?> list) {
      List<Object> inner = new ArrayList<>();
      list.forEach(value -> inner.add(member(value)));
      return inner;
    }
    Optional<RpcFunction> function = RpcFunction.of(member);
    return function.isPresent() ? new Counted(function.get(), this) : member;
  }

  private record Counted(RpcFunction function, CallCounter counter) implements RpcFunction {
    @Override
    public Object call(Call call) throws Exception {
      counter.begin();
      boolean goesOn = false;
      try {
        Object result = function.call(call);
        if (result instanceof CompletionStage<?> stage) {
          goesOn = true;
          return stage.whenComplete((value, failure) -> counter.end());
        }
        return result;
      } finally {
        if (!goesOn) {
          counter.end();
        }
      }
    }

    @Override
    public String doc() {
      return function.doc();
    }

    @Override
    public Map<String, Object> schema() {
      return function.schema();
    }

    @Override
    public boolean asynchronous() {
      return function.asynchronous();
    }
  }

  private void begin() {
    calls.incrementAndGet();
    open.incrementAndGet();
  }

  private void end() {
    lastMillis.set(clock.millis());
    open.decrementAndGet();
  }
}
