package io.mycel.http.internal;

import java.util.Optional;

/** Tells a result that comes item by item from one that is there. */
final class Generators {
  private Generators() {}

  /** The items of a result, empty if it is a value like any other. */
  static Optional<Items> items(Object result) {
    return result instanceof Items items ? Optional.of(items) : Optional.empty();
  }
}
