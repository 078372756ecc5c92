package io.mycel.js.internal.values;

import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RpcFunction;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Generators on their way: one step is {@code {value}} or {@code {done: true}}. */
public final class Generators {
  private static final Map<String, Object> DONE = Map.of("done", true);

  private Generators() {}

  /** The functions that JavaScript calls. */
  record Steps(RpcFunction next, RpcFunction end) {}

  static Steps steps(RemoteGenerator generator) {
    return new Steps(
        call ->
            generator.next().thenApply(item -> item.map(known -> step(known.value())).orElse(DONE)),
        call -> {
          generator.close();
          return null;
        });
  }

  /** The same of an iterator; a step may wait. */
  static Steps steps(Iterator<?> items) {
    return new Steps(
        call -> items.hasNext() ? step(items.next()) : DONE,
        call -> {
          if (items instanceof AutoCloseable closeable) {
            closeable.close();
          }
          return null;
        });
  }

  private static Map<String, Object> step(Object value) {
    Map<String, Object> step = new HashMap<>();
    step.put("value", value);
    return step;
  }

  /** One step; an argument ends the generator. */
  public interface StepFunction {
    /** Waits for the step. */
    Object step(List<Object> args);
  }

  /** A generator of JavaScript, as Java sees it. */
  public static Iterator<Object> of(StepFunction steps) {
    return new OfScript(steps);
  }

  /** A generator of JavaScript: each step waits for the plugin. Not for the plugin's own thread. */
  private static final class OfScript implements Iterator<Object>, AutoCloseable {
    private final StepFunction steps;
    private Map<?, ?> ahead;

    OfScript(StepFunction steps) {
      this.steps = steps;
    }

    @Override
    public boolean hasNext() {
      if (ahead == null) {
        ahead = (Map<?, ?>) steps.step(Collections.emptyList());
      }
      return !Boolean.TRUE.equals(ahead.get("done"));
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the generator is at its end");
      }
      Object value = ahead.get("value");
      ahead = null;
      return value;
    }

    @Override
    public void close() {
      steps.step(List.of(true));
      ahead = DONE;
    }
  }
}
