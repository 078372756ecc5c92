package io.mycel.bench.row;

/** What is measured. */
public enum Figure {
  /** Calls, connections or events a second. */
  RATE("calls/s"),
  /** How long one thing took, in seconds. */
  SECONDS("seconds"),
  /** How long it took until the answer was there, in seconds. */
  ANSWERED_SECONDS("s until the answer"),
  /** How long the first one after the start of the server took, in seconds. */
  COLD_SECONDS("s of the first one"),
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
  /** The longest latency, in microseconds. */
  WORST("worst"),
  /** The same of a measurement without what may disturb it. */
  WORST_WITHOUT("worst without"),
  /** How long one update of a plugin takes, in milliseconds. */
  UPDATE_MILLIS("ms per update"),
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
  /** Start of a plugin in a process of its own, without a spare one, in milliseconds. */
  COLD_MILLIS("cold start ms"),
  /** The same in a spare process. */
  SPARE_MILLIS("start in a spare process ms"),
  /** Resident memory of the process of a plugin, in MiB, with all that it shares with others. */
  PROCESS_MIB("RSS MiB of the process"),
  /** The same of a JVM with the engine and nothing of Mycel, in MiB. */
  ENGINE_MIB("RSS MiB of the engine alone"),
  /** Memory of each of four such processes that have been called, in MiB; shared pages in parts. */
  EACH_MIB("PSS MiB each of 4"),
  /** How many calls it took until they became no faster. */
  WARM_UP("calls to warm up"),
  /** How long it takes to end the process of a plugin, in milliseconds. */
  KILL_MILLIS("kill ms"),
  /** An array into a plugin, in milliseconds. */
  MILLIS_IN("in, ms"),
  /** An array out of a plugin, in milliseconds. */
  MILLIS_OUT("out, ms"),
  /** The same over a copy in Java. */
  OUT_OVER_COPY("out / copy"),
  /** First runs of kernels over those in Node, geometric mean. */
  FIRST_OVER_NODE("first run / Node"),
  /** Warm runs of kernels over those in Node, geometric mean, where JavaScript is compiled. */
  OVER_NODE("60th run / Node"),
  /** The same where JavaScript is interpreted. */
  INTERPRETED_OVER_NODE("interpreter mode, 60th run / Node"),
  /** The slowest call, in milliseconds. */
  WORST_MILLIS("slowest call ms"),
  /** By how much the slowest call is slower than without what disturbs, in milliseconds. */
  WORSE_MILLIS("more than without, ms"),
  /** Processors that neither the server nor the load generator used, on average. */
  OTHERS("processors used by others");

  private final String label;

  Figure(String label) {
    this.label = label;
  }

  /** Whether it is microseconds, and read best with the unit that fits. */
  public boolean isLatency() {
    return this == P50 || this == P99 || this == WORST || this == WORST_WITHOUT;
  }

  /** As in tables. */
  public String label() {
    return label;
  }
}
