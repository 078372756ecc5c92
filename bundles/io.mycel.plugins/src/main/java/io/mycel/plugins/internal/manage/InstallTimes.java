package io.mycel.plugins.internal.manage;

/** How long it takes to install bundles. Written by one thread, read by any. */
final class InstallTimes {
  private volatile Sum sum = new Sum(0, 0);

  /**
   * All of them so far.
   *
   * @param bundles that were installed
   * @param nanos from the moment when each was asked for until it was resolved, in sum
   */
  record Sum(long bundles, long nanos) {}

  /** Bundles of one change are resolved, and stand in the profile. */
  void resolved(int bundles, long nanos) {
    Sum before = sum;
    sum = new Sum(before.bundles() + bundles, before.nanos() + bundles * nanos);
  }

  Sum sum() {
    return sum;
  }
}
