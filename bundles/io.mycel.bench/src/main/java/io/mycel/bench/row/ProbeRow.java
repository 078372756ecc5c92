package io.mycel.bench.row;

import io.mycel.bench.js.ProbeJvm;
import java.util.List;
import java.util.Set;

/**
 * Something that is measured inside the JVM in which plugins run, which is one beside the server
 * with the same options.
 *
 * @param libraries whether it wants Node and libraries from npm
 */
record ProbeRow(String name, String title, String probe, boolean libraries, List<Wish> wishes)
    implements Row {

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    var modules = libraries ? target.clients().modules() : null;
    return new Sample(ProbeJvm.run(probe, target.server(), timing.share(), modules), 0, "");
  }
}
