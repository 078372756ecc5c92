package io.mycel.bench.row;

import java.util.List;
import java.util.Set;

/** Something that is measured on each server in turn. */
public interface Row {

  /** Its name in {@code --only}. */
  String name();

  /** What it does, in a few words. */
  String title();

  /** On which servers it can run. */
  Set<Peer> peers();

  /** What is wanted. */
  List<Wish> wishes();

  /**
   * Measures once.
   *
   * @throws Exception if it cannot be measured; the message says why
   */
  Sample measure(Target target, Timing timing) throws Exception;
}
