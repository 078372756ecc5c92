package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.Payload;
import java.util.List;

/** All that is measured, with what is wanted. */
public final class Rows {
  private static final int KB = 1024;
  private static final int MB = 1024 * KB;

  private Rows() {}

  /** In the order of the table. */
  public static List<Row> all() {
    return List.of(
        new CallRow(
            "rtt",
            "16 B echo, one at a time",
            1,
            1,
            Payload.echo(16),
            Generation.B,
            List.of(
                Wish.atMost(0.55, Figure.P50, Peer.HYPHA),
                Wish.atMost(0.7, Figure.P99, Peer.HYPHA))),
        new CallRow(
            "thr",
            "16 B echo, 4 callers x 64 outstanding",
            4,
            64,
            Payload.echo(16),
            Generation.B,
            List.of(
                Wish.atLeast(10, Figure.RATE, Peer.HYPHA),
                Wish.atMost(1.0 / 12, Figure.CPU, Peer.HYPHA),
                Wish.atLeast(0.8, Figure.RATE, Peer.RELAY))));
  }
}
