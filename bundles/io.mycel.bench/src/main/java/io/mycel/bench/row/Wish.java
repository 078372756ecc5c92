package io.mycel.bench.row;

/**
 * What a figure of Mycel is wanted to be: over that of another server, or by itself.
 *
 * @param figure which
 * @param other the server whose figure it is divided by; null for none
 * @param atLeast whether the bound is the least that is wanted, or else the most
 * @param bound the bound
 */
public record Wish(Figure figure, Peer other, boolean atLeast, double bound) {

  /** At least so many times another server's. */
  public static Wish atLeast(double bound, Figure figure, Peer other) {
    return new Wish(figure, other, true, bound);
  }

  /** At most so many times another server's. */
  public static Wish atMost(double bound, Figure figure, Peer other) {
    return new Wish(figure, other, false, bound);
  }

  /** At most so much. */
  public static Wish atMost(double bound, Figure figure) {
    return new Wish(figure, null, false, bound);
  }

  /** At least so much. */
  public static Wish atLeast(double bound, Figure figure) {
    return new Wish(figure, null, true, bound);
  }

  /** Whether a value, or a ratio, is as wanted; never of NaN. */
  public boolean met(double value) {
    return atLeast ? value >= bound : value <= bound;
  }
}
