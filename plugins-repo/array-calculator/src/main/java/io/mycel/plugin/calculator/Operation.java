package io.mycel.plugin.calculator;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/** What is done with two numbers. */
enum Operation {
  ADD((a, b) -> a + b),
  SUBTRACT((a, b) -> a - b),
  MULTIPLY((a, b) -> a * b),
  DIVIDE((a, b) -> a / b),
  POWER(Math::pow),
  MINIMUM(Math::min),
  MAXIMUM(Math::max),
  GREATER((a, b) -> a > b ? 1 : 0),
  LESS((a, b) -> a < b ? 1 : 0),
  EQUAL((a, b) -> a == b ? 1 : 0);

  private final DoubleBinaryOperator operator;

  Operation(DoubleBinaryOperator operator) {
    this.operator = operator;
  }

  double apply(double a, double b) {
    return operator.applyAsDouble(a, b);
  }

  /** As callers write it. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Operation of(String wire) {
    for (Operation operation : values()) {
      if (operation.wire().equals(wire)) {
        return operation;
      }
    }
    throw new IllegalArgumentException(
        "'operation' must be one of "
            + String.join(", ", Arrays.stream(values()).map(Operation::wire).toList())
            + ", not '"
            + wire
            + "'");
  }
}
