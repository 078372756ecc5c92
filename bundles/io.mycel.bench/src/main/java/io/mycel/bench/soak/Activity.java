package io.mycel.bench.soak;

import java.time.Duration;

/** Something that goes on during the soak: opened once, then repeated on a thread of its own. */
interface Activity extends AutoCloseable {

  /** One word for the lines that are printed. */
  String name();

  /** The pause between two rounds, which bounds the load. */
  Duration pause();

  /**
   * One round, with everything that it began also ended.
   *
   * @return how many things were done and found right
   * @throws Exception if something was lost, wrong, or not as it should be; its message says what
   */
  int round() throws Exception;

  /** Gives up what it holds open. */
  @Override
  void close();
}
