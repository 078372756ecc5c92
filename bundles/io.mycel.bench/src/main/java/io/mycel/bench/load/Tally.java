package io.mycel.bench.load;

/** What a run gave; filled by one thread, read when that is done. */
public final class Tally {
  private final long begun = System.nanoTime();
  private final Samples latencies = new Samples();
  private long last = begun;
  private long errors;
  private String firstError = "";

  /** Something ended well. */
  public void done(long from, long to) {
    latencies.add(to - from);
    last = to;
  }

  /** Something failed. */
  public void failed(String why) {
    if (errors++ == 0) {
      firstError = why;
    }
  }

  /** How many ended well. */
  public long count() {
    return latencies.size();
  }

  /** How many failed. */
  public long errors() {
    return errors;
  }

  /** What the first that failed said, empty if none did. */
  public String firstError() {
    return firstError;
  }

  /** How many ended well in a second. */
  public double rate() {
    return count() == 0 ? 0 : count() * 1e9 / (last - begun);
  }

  /** Their latencies. */
  public Samples latencies() {
    return latencies;
  }
}
