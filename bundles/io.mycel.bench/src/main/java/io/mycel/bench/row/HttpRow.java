package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.Lane;
import io.mycel.bench.net.HttpLink;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Requests to the service proxy, each on a connection that is kept alive. */
record HttpRow(String name, String title, int connections, List<Wish> wishes) implements Row {

  @Override
  public Set<Peer> peers() {
    return EnumSet.of(Peer.MYCEL, Peer.HYPHA);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (Cluster cluster = Cluster.open(target, Generation.B)) {
      URI url = target.server().url();
      String path =
          "/%s/services/%s:echo/echo?x="
              .formatted(cluster.provider().workspace(), cluster.provider().clientId());
      List<Lane> lanes = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        lanes.add(new Requests(Cluster.get(HttpLink.open(cluster.calling(), url)), url, path, i));
      }
      return Meter.run(target, timing, cluster.calling(), lanes);
    }
  }

  /** One connection's requests; each has an argument of its own, which must come back. */
  private static final class Requests implements Lane, HttpLink.Listener {
    private final HttpLink link;
    private final String host;
    private final String path;
    private final int lane;
    private int number;
    private String argument;
    private Consumer<String> ended;

    Requests(HttpLink link, URI url, String path, int lane) {
      this.link = link;
      this.host = url.getAuthority();
      this.path = path;
      this.lane = lane;
    }

    @Override
    public void start(Consumer<String> whenEnded) {
      ended = whenEnded;
      argument = String.format(Locale.ROOT, "v%05d-%09d", lane, ++number);
      link.get(host, path + argument, this);
    }

    @Override
    public void answered(int status, String body) {
      boolean right = status == 200 && body.equals('"' + argument + '"');
      end(right ? null : "status " + status + ": " + body);
    }

    @Override
    public void lost(String reason) {
      end(reason);
    }

    /** An answer ends a request once; a connection that is lost between two ends none. */
    private void end(String failure) {
      Consumer<String> who = ended;
      ended = null;
      if (who != null) {
        who.accept(failure);
      }
    }
  }
}
