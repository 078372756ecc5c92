package io.mycel.bench.load;

import java.util.function.Consumer;

/** Something that is done again and again, one at a time, on one {@code Loop}. */
public interface Lane {
  /**
   * Begins; on the loop.
   *
   * @param ended called once, on the loop, with what went wrong or with null
   */
  void start(Consumer<String> ended);
}
