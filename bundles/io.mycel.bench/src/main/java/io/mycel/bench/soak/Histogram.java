package io.mycel.bench.soak;

/**
 * What the heap holds after a full collection.
 *
 * @param liveBytes of all objects
 * @param loaders class loaders of bundles; each revision of a bundle has one
 */
public record Histogram(long liveBytes, long loaders) {
  private static final String LOADER = "BundleClassLoader";

  /** From what {@code jcmd PID GC.class_histogram} prints: number, instances, bytes, class. */
  static Histogram parse(String text) {
    long live = -1;
    long loaders = 0;
    for (String line : text.split("\\R")) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length >= 4 && columns[3].endsWith(LOADER)) {
        loaders += Long.parseLong(columns[1]);
      } else if (columns.length == 3 && columns[0].equals("Total")) {
        live = Long.parseLong(columns[2]);
      }
    }
    if (live < 0) {
      throw new IllegalArgumentException("no histogram: " + text.lines().findFirst().orElse(""));
    }
    return new Histogram(live, loaders);
  }
}
