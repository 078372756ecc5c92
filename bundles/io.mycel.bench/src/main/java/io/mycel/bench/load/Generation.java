package io.mycel.bench.load;

/** Whose protocol a client speaks. */
public enum Generation {
  /** imjoy-rpc 0.5: who it is stands in the URL. */
  A,
  /** hypha-rpc 0.20 and newer: the first text frame says who it is. */
  B
}
