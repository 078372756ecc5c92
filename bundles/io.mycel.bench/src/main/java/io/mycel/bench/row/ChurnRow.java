package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.Lane;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Clients that come, register a service, have it called, and go. */
record ChurnRow(String name, String title, int atOneTime, List<Wish> wishes) implements Row {
  private static final String WORD = "churn";

  @Override
  public Set<Peer> peers() {
    return EnumSet.of(Peer.MYCEL, Peer.HYPHA);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (Cluster cluster = Cluster.open(target, Generation.B)) {
      Lane lane =
          ended ->
              cluster
                  .joining("churn")
                  .thenCompose(
                      client ->
                          client
                              .register("echo")
                              .thenCompose(
                                  done ->
                                      client.call(
                                          client.address(),
                                          "services.echo.echo",
                                          w -> w.array(1).string(WORD)))
                              .thenCompose(answer -> client.close().thenApply(done -> answer)))
                  .whenComplete(
                      (answer, failure) ->
                          ended.accept(
                              failure != null
                                  ? String.valueOf(failure.getMessage())
                                  : WORD.equals(answer) ? null : "answered " + answer));
      return Meter.run(target, timing, cluster.calling(), Collections.nCopies(atOneTime, lane));
    }
  }
}
