package io.mycel.plugin.calculator;

import io.mycel.api.plugin.Plugin;
import io.mycel.api.rpc.NdArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The plugin: each public method is a function for every client. */
@Component(service = ArrayCalculator.class)
@Designate(ocd = ArrayCalculator.Config.class)
@Plugin(
    name = "Array Calculator",
    description = "Adds, divides, compares and projects ndarrays of any shape, as numpy does.")
public final class ArrayCalculator {

  /** What an administrator may set. */
  @ObjectClassDefinition(name = "Array Calculator")
  public @interface Config {
    /** The items of the largest result; two small arrays can ask for a huge one. */
    @AttributeDefinition(name = "Items of the largest result")
    long max_items() default 100_000_000;
  }

  private final long maxItems;

  /** Made by the framework. */
  @Activate
  public ArrayCalculator(Config config) {
    this.maxItems = config.max_items();
  }

  /** What {@link #calculate} knows. */
  public List<String> operations() {
    return Arrays.stream(Operation.values()).map(Operation::wire).toList();
  }

  /**
   * Calculates item by item. Axes of length 1, and those that one of both lacks in front, are
   * stretched (numpy's broadcasting).
   *
   * @param operation {@code add}, {@code subtract}, {@code multiply}, {@code divide}, {@code
   *     power}, {@code minimum}, {@code maximum}, {@code greater}, {@code less}, {@code equal}
   * @param a an ndarray or a number
   * @param b an ndarray or a number
   * @return {@code float64}; 1 and 0 for comparisons
   */
  public NdArray calculate(String operation, Object a, Object b) {
    return Broadcast.apply(
            Operation.of(operation), Operand.of(a, "a"), Operand.of(b, "b"), maxItems)
        .toNdArray();
  }

  /**
   * Makes one axis disappear, such as that of a stack {@code [depth, height, width]}.
   *
   * @param image an ndarray
   * @param axis which; counted from the last one if negative, 0 if not given
   * @param method {@code max}, {@code min}, {@code sum}, {@code mean} or {@code std}; {@code max}
   *     if not given
   * @return {@code float64}
   */
  public NdArray project(NdArray image, Integer axis, String method) {
    return Projection.apply(
            Projection.Method.of(method == null ? "max" : method),
            Operand.of(image, "image"),
            axis == null ? 0 : axis)
        .toNdArray();
  }

  /** {@code calculate} with arguments by name, in {@code ctx.data} or {@code ctx.config}. */
  public NdArray run(Map<String, Object> ctx) {
    return calculate(
        argument(ctx, "operation") instanceof String operation ? operation : "",
        argument(ctx, "a"),
        argument(ctx, "b"));
  }

  private static Object argument(Map<String, Object> ctx, String name) {
    for (String part : List.of("data", "config")) {
      if (ctx != null && ctx.get(part) instanceof Map<?, ?> values && values.get(name) != null) {
        return values.get(name);
      }
    }
    return null;
  }
}
