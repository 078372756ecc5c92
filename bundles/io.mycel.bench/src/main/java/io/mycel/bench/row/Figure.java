package io.mycel.bench.row;

/** What is measured. */
public enum Figure {
  /** Calls, connections or events a second. */
  RATE("calls/s"),
  /** How long one thing took, in seconds. */
  SECONDS("seconds"),
  /** Latency that half of the calls do not exceed, in microseconds. */
  P50("p50"),
  /** Latency that 99 of 100 calls do not exceed, in microseconds. */
  P99("p99"),
  /** Processor time of the server for each call, in microseconds. */
  CPU("server CPU"),
  /** Resident memory of the server afterwards, in MiB. */
  RSS("RSS MiB"),
  /** Resident memory for each client that does nothing, in KiB. */
  CLIENT_KIB("KiB per idle client"),
  /** Heap of the server for each plugin that does nothing, in KiB. */
  PLUGIN_KIB("heap KiB per idle plugin"),
  /** The rate of the last tenth over that of the first. */
  LAST_OVER_FIRST("last 500 / first 500"),
  /** The p99 of all others while one client reads slowly, over the same while it reads. */
  SLOW_OVER_FAST("p99 with / without"),
  /** The larger over the smaller p99 of two measurements without a slow reader. */
  FAST_OVER_FAST("of two without"),
  /** Processor time of an unmodified client that sends, in seconds: no server makes it less. */
  CALLER_SECONDS("CPU s of the sender"),
  /** Processor time of an unmodified client that receives, in seconds. */
  PROVIDER_SECONDS("of the receiver"),
  /** Processors that neither the server nor the load generator used, on average. */
  OTHERS("processors used by others");

  private final String label;

  Figure(String label) {
    this.label = label;
  }

  /** As in tables. */
  public String label() {
    return label;
  }
}
