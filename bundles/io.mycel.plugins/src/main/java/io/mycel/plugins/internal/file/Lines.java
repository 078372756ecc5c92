package io.mycel.plugins.internal.file;

import java.util.Arrays;

/** The numbers of the lines of a text. */
final class Lines {
  private final int[] ends;

  Lines(String text) {
    this.ends = ends(text);
  }

  private static int[] ends(String text) {
    int[] ends = new int[16];
    int count = 0;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, 2 * count);
      }
      ends[count++] = at;
    }
    return Arrays.copyOf(ends, count);
  }

  /** The line of a position, counted from 1. */
  int of(int position) {
    int found = Arrays.binarySearch(ends, position);
    return (found >= 0 ? found : -found - 1) + 1;
  }
}
